// The host lens: what stands on one machine. Pods and containers as cards on the left, virtual machines beside them, so that what
// either costs can be compared, images as stacks of layers on the right, all on one baseline, with builds and pulls before them.
import type { BuildRow, ContainerRow, HostRow as MachineRow, ImageRow, PodRow, PullRow, RowKey } from '../../../client/index.ts';
import type { Rect } from '../rect.ts';

export interface HostRows {
  readonly containers: readonly ContainerRow[]; // of the host, without those that only hold a pod's namespaces
  readonly pods: readonly PodRow[]; // on the host
  readonly machines: readonly MachineRow[]; // virtual machines of the host
  readonly isLinux: boolean; // its kernel is one that containers can share
  readonly images: readonly ImageRow[];
  readonly builds: readonly BuildRow[];
  readonly pulls: readonly PullRow[];
}

export interface Card {
  readonly about: RowKey;
  readonly rect: Rect;
  readonly containers: readonly string[];
}

export interface StackPlace {
  readonly about: RowKey | ''; // '' for an image on its way, which is no row yet
  readonly kind: 'image' | 'build' | 'pull';
  readonly id: string;
  readonly rect: Rect;
}

/** Where a host has both, what stands below. */
export interface Heading {
  readonly of: 'containers' | 'machines';
  readonly rect: Rect;
}

export interface HostScene {
  readonly headings: readonly Heading[];
  readonly cards: readonly Card[];
  readonly stacks: readonly StackPlace[];
  readonly size: { readonly width: number; readonly height: number };
  readonly spots: ReadonlyMap<RowKey, Rect>;
}

export const CARD_WIDTH = 248;
export const CARD_HEAD = 36;
export const CARD_LINE = 28;
export const STACK_WIDTH = 208;
export const STACK_FOOT = 44;
export const STRIP = 20;
const HEADING = 48;
const GAP = 16;
const COLUMN_GAP = 40;
const STRIPS_MAX = 16;

export function layHost(rows: HostRows, frame: { readonly width: number; readonly height: number }): HostScene {
  const tall = frame.width < frame.height * 0.8;
  const { cards, headings } = beside(layCards(rows, tall ? 1 : cardColumns(rows, frame)), rows, tall);
  const cardsRect = around(cards.map((card) => card.rect));
  const left = tall || cards.length === 0 ? 0 : cardsRect.w + COLUMN_GAP;
  const top = tall && cards.length > 0 ? cardsRect.h + COLUMN_GAP : 0;
  const stacks = layStacks(rows, left, top, tall ? 1 : Math.max(2, Math.floor((Math.max(frame.width, 720) - left) / (STACK_WIDTH + GAP))));
  const all = around([...cards.map((card) => card.rect), ...stacks.map((stack) => stack.rect)]);
  const spots = new Map<RowKey, Rect>();
  for (const { about, rect, containers } of cards) {
    spots.set(about, about.startsWith('pods/') ? { ...rect, h: CARD_HEAD } : rect);
    if (about.startsWith('pods/')) for (const [i, id] of containers.entries()) spots.set(`containers/${id}`, { x: rect.x, y: rect.y + CARD_HEAD + i * CARD_LINE, w: rect.w, h: CARD_LINE });
  }
  for (const { about, rect } of stacks) if (about !== '') spots.set(about, rect);
  return { headings, cards, stacks, size: { width: all.x + all.w, height: all.y + all.h }, spots };
}

function cardColumns(rows: HostRows, frame: { readonly height: number }): number {
  const height = rows.pods.length * (CARD_HEAD + CARD_LINE + GAP) + rows.containers.length * (2 * CARD_LINE + GAP);
  return Math.min(3, Math.max(1, Math.ceil(height / Math.max(480, frame.height * 1.2))));
}

function layCards(rows: HostRows, columns: number): Card[] {
  const byPod = new Map<string, string[]>();
  for (const container of rows.containers) {
    if (container.pod !== '') byPod.set(container.pod, [...(byPod.get(container.pod) ?? []), container.id]);
  }
  const pods = [...rows.pods].sort((a, b) => a.createdMs - b.createdMs || (a.name < b.name ? -1 : 1));
  const lone = rows.containers.filter((c) => c.pod === '').sort((a, b) => a.createdMs - b.createdMs || (a.name < b.name ? -1 : 1));
  const wanted = [
    ...pods.map((pod) => ({ about: `pods/${pod.id}` as RowKey, containers: byPod.get(pod.id) ?? [] })),
    ...lone.map((container) => ({ about: `containers/${container.id}` as RowKey, containers: [container.id] })),
  ];
  const bottoms = Array.from({ length: columns }, () => 0);
  return wanted.map(({ about, containers }): Card => {
    const column = bottoms.indexOf(Math.min(...bottoms));
    const h = about.startsWith('pods/') ? CARD_HEAD + Math.max(1, containers.length) * CARD_LINE + 8 : CARD_HEAD + 2 * CARD_LINE;
    const rect = { x: column * (CARD_WIDTH + GAP), y: bottoms[column]!, w: CARD_WIDTH, h };
    bottoms[column] = rect.y + h + GAP;
    return { about, rect, containers };
  });
}

/** Containers and virtual machines side by side, or one below the other, each under its heading. */
function beside(cards: readonly Card[], { machines, isLinux }: HostRows, tall: boolean): { cards: readonly Card[]; headings: readonly Heading[] } {
  if (machines.length === 0) return { cards, headings: [] };
  const taken = around(cards.map((card) => card.rect));
  const w = Math.max(CARD_WIDTH, taken.w);
  const left = tall || !isLinux ? 0 : w + GAP;
  const top = tall && isLinux ? HEADING + taken.h + GAP : 0;
  const h = CARD_HEAD + 2 * CARD_LINE;
  const made = [...machines].sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ id }, i): Card => ({ about: `hosts/${id}`, rect: { x: left, y: top + HEADING + i * (h + GAP), w: CARD_WIDTH, h }, containers: [] }));
  return {
    cards: [...cards.map((card) => ({ ...card, rect: { ...card.rect, y: card.rect.y + HEADING } })), ...made],
    headings: [
      ...(isLinux ? [{ of: 'containers' as const, rect: { x: 0, y: 0, w, h: HEADING } }] : []),
      { of: 'machines', rect: { x: left, y: top, w: CARD_WIDTH, h: HEADING } },
    ],
  };
}

/** Strips shown of a stack: all, or the upper ones where there are very many. */
export function stripCount(layers: number): number {
  return Math.max(1, Math.min(STRIPS_MAX, layers));
}

function layStacks(rows: HostRows, left: number, top: number, columns: number): StackPlace[] {
  const pulling = [...new Set(rows.pulls.filter((pull) => pull.state !== 'done').map((pull) => pull.image))];
  const wanted: { about: RowKey | ''; kind: StackPlace['kind']; id: string; strips: number }[] = [
    ...[...rows.builds].sort((a, b) => b.startedMs - a.startedMs).slice(0, 2).map((build) => ({ about: `builds/${build.id}` as RowKey, kind: 'build' as const, id: build.id, strips: stripCount(build.steps.length) })),
    ...pulling.map((image) => ({ about: '' as const, kind: 'pull' as const, id: image, strips: stripCount(rows.pulls.filter((pull) => pull.image === image).length) })),
    ...[...rows.images].sort((a, b) => b.createdMs - a.createdMs || (a.id < b.id ? -1 : 1)).map((image) => ({ about: `images/${image.id}` as RowKey, kind: 'image' as const, id: image.id, strips: stripCount(image.layers.length) })),
  ];
  const stacks: StackPlace[] = [];
  let y = top;
  for (let i = 0; i < wanted.length; i += columns) {
    const line = wanted.slice(i, i + columns);
    const height = Math.max(...line.map((stack) => stack.strips)) * STRIP + STACK_FOOT;
    for (const [column, { about, kind, id, strips }] of line.entries()) {
      const h = strips * STRIP + STACK_FOOT;
      stacks.push({ about, kind, id, rect: { x: left + column * (STACK_WIDTH + GAP), y: y + height - h, w: STACK_WIDTH, h } });
    }
    y += height + GAP * 1.5;
  }
  return stacks;
}

function around(rects: readonly Rect[]): Rect {
  const right = Math.max(0, ...rects.map((r) => r.x + r.w));
  const bottom = Math.max(0, ...rects.map((r) => r.y + r.h));
  return { x: 0, y: 0, w: right, h: bottom };
}
