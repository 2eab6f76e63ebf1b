// F6 goes from panel to panel: out of the terminal and the editor too, where Tab is a key like any other.

const PANELS = '.panel:not([data-folded=true]), .stage';
const FOCUSABLE = '.xterm-helper-textarea, .native-edit-context, textarea:not([aria-hidden]), button, a[href], input, select, [tabindex="0"]';

/** True when the key was taken. */
export function leaveByKey(event: KeyboardEvent): boolean {
  if (event.key !== 'F6' || event.ctrlKey || event.metaKey || event.altKey) return false;
  event.preventDefault();
  focusPanel(event.target as Element, event.shiftKey ? -1 : 1);
  return true;
}

function focusPanel(from: Element, by: -1 | 1): void {
  const panels = [...document.querySelectorAll<HTMLElement>(PANELS)].filter((panel) => panel.offsetParent !== null);
  const here = panels.findIndex((panel) => panel.contains(from));
  for (let i = 1; i <= panels.length; i++) {
    const panel = panels[(here + by * i + panels.length * 2) % panels.length];
    const targets = [...(panel?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])].filter((element) => element.getClientRects().length > 0);
    // A terminal's field or an editor's is what one goes there for, before the buttons of the head.
    const target = targets.find((element) => element.matches('textarea, .native-edit-context')) ?? targets[0];
    if (target) return target.focus();
  }
}
