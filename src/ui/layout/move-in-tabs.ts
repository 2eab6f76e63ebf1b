// The keys of a tab: arrows, Home and End move the focus, and a tab that gets it comes to the front.
import type { KeyboardEvent } from 'react';

export function moveInTabs(event: KeyboardEvent<HTMLElement>): void {
  const tabs = [...(event.currentTarget.closest('[role=tablist]')?.querySelectorAll<HTMLElement>('[role=tab]') ?? [])];
  const here = tabs.indexOf(event.currentTarget);
  const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined || here < 0) return;
  event.preventDefault();
  tabs.at(to % tabs.length)?.focus();
}
