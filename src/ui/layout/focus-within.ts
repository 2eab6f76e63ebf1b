// Goes into a panel's field (a terminal, the editor) once what was just opened is on the page.

const FIELD = '.xterm-helper-textarea, .native-edit-context, textarea:not([aria-hidden])';

export function focusWithin(id: string): void {
  requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(id)?.querySelector<HTMLElement>(FIELD)?.focus()));
}
