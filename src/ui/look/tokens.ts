// The theme's tokens as values, for what is not styled by CSS: terminal and editor. Both themes hold the same names.

export type Token = 'ground' | 'surface' | 'sunken' | 'line' | 'edge' | 'line-strong' | 'ink' | 'ink-soft' | 'accent' | 'on-accent' | 'accent-soft' | 'bad' | 'bad-soft' | 'warn' | 'warn-soft' | `hue-${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7}`;

export function readToken(name: Token): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Runs `fn` whenever the document has another theme or another size of type. */
export function onTheme(fn: () => void): () => void {
  const observer = new MutationObserver(fn);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-presenting'] });
  return () => observer.disconnect();
}

/** The size of type in pixels, which grows with the window and while presenting. */
export function typeSize(of: HTMLElement = document.body): number {
  return Number.parseFloat(getComputedStyle(of).fontSize) || 14;
}

export function isDeep(): boolean {
  return document.documentElement.dataset['theme'] === 'deep';
}
