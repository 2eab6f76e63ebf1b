// Goes into a panel once what was just opened is on the page: to its field (a terminal, the editor), or to what else is sought in it.

const FIELD = '.xterm-helper-textarea, .native-edit-context, textarea:not([aria-hidden])';
/** A panel may come on demand; who has waited longer than this has gone on to something else. */
const FRAMES_MAX = 120;

export function focusWithin(id: string, sought = FIELD): void {
  let frames = 0;
  const look = () => {
    const target = ++frames > 1 ? document.getElementById(id)?.querySelector<HTMLElement>(sought) : undefined;
    if (target) target.focus();
    else if (frames < FRAMES_MAX) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
