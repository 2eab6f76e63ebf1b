// One pod, drawn from its row: a rounded square with its containers as dots. Its shape says its state, its hue only its revision.
import { memo } from 'react';
import type { PodRow } from '../../client/index.ts';
import { hueColour } from '../look/hues.ts';
import { useWords } from '../page-context.ts';
import { useNow } from '../rows/use-now.ts';
import { usePulledPart } from '../rows/use-pull.ts';
import { useRow } from '../rows/use-rows.ts';
import type { Words } from '../words/en.ts';
import { breakWord, lookOfPod, shortName, type Dot, type PodLook } from './pod-look.ts';
import { Spot } from './spot.tsx';

export interface PodMarkProps {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly cellWidth: number;
  readonly labelled: boolean;
}

const DRAWN_MIN = 20; // smaller pods have no dots and no rings to be seen

export const PodMark = memo(function PodMark({ id, x, y, size, cellWidth, labelled }: PodMarkProps) {
  const pod = useRow('pods', id);
  const pull = usePulledPart(pod?.pulls);
  const w = useWords();
  if (!pod) return null;
  const look = lookOfPod(pod, pull);
  return (
    <Spot about={`pods/${id}`} label={podLabel(pod, w)} className="pod" style={{ transform: `translate(${x}px, ${y}px)`, width: size, height: size, color: hueColour(look.hue) }}>
      {size < DRAWN_MIN ? <PlainShape look={look} /> : <PodShape look={look} size={size} />}
      {labelled ? <PodWord pod={pod} look={look} width={cellWidth - 4} /> : null}
    </Spot>
  );
});

export function podLabel(pod: PodRow, w: Words): string {
  const main = pod.containers.filter((c) => !c.init);
  return w.diagram.pod(pod.name, pod.status, main.filter((c) => c.ready).length, main.length);
}

function PodWord({ pod, look, width }: { readonly pod: PodRow; readonly look: PodLook; readonly width: number }) {
  const lines = look.word === '' ? [] : breakWord(look.word, 11);
  return (
    <span className="pod-word" style={{ width }}>
      {lines.length === 0 ? (
        <span className="mono pod-name">{shortName(pod.name, pod.node.slice(pod.node.indexOf('/') + 1))}</span>
      ) : (
        lines.map((line) => (
          <span key={line} className="pod-reason" data-bad={look.notch}>
            {line}
          </span>
        ))
      )}
    </span>
  );
}

/** A pod too small for a drawing: outline, half, full and notch are left of it, and how far it is pulled. */
function PlainShape({ look }: { readonly look: PodLook }) {
  return (
    <span
      className="pod-plain"
      data-fill={look.fill}
      data-notch={look.notch}
      data-dashed={look.outline === 'dashed' || look.grace !== null}
      style={look.pull >= 0 ? { backgroundSize: `25% ${Math.round(look.pull * 100)}%` } : undefined}
    />
  );
}

const SQUARE = 'M11 3H29A8 8 0 0 1 37 11V29A8 8 0 0 1 29 37H11A8 8 0 0 1 3 29V11A8 8 0 0 1 11 3Z';
const NOTCHED = 'M11 3H24L37 16V29A8 8 0 0 1 29 37H11A8 8 0 0 1 3 29V11A8 8 0 0 1 11 3Z';
const AROUND = 'M20 1H29A10 10 0 0 1 39 11V29A10 10 0 0 1 29 39H11A10 10 0 0 1 1 29V11A10 10 0 0 1 11 1Z';

export function PodShape({ look, size }: { readonly look: PodLook; readonly size: number }) {
  const square = look.notch ? NOTCHED : SQUARE;
  return (
    <svg className="pod-shape" viewBox="0 0 40 40" width={size} height={size} aria-hidden="true">
      <path className="pod-ground" d={square} />
      {look.fill === 'full' ? <path className="pod-fill" d={square} /> : null}
      {look.fill === 'half' ? <path className="pod-fill" d="M3 20H37V29A8 8 0 0 1 29 37H11A8 8 0 0 1 3 29Z" /> : null}
      <path className="pod-outline" d={square} data-dashed={look.outline === 'dashed'} data-faint={look.pull >= 0 || look.grace !== null} />
      {look.pull >= 0 ? <path className="pod-ring" d={AROUND} pathLength={100} strokeDasharray={`${look.pull * 100} 100`} /> : null}
      {look.grace ? <GraceRing grace={look.grace} /> : null}
      {look.done ? <path className="pod-done" d="M13 20.5l5 5 9.5-10.5" /> : <PodDots look={look} />}
      {look.backoffUntilMs > 0 ? <Countdown untilMs={look.backoffUntilMs} /> : null}
    </svg>
  );
}

/** The grace period running out around the pod. */
function GraceRing({ grace }: { readonly grace: { readonly startedMs: number; readonly graceMs: number } }) {
  const now = useNow(500);
  const left = grace.graceMs > 0 ? Math.min(1, Math.max(0, 1 - (now - grace.startedMs) / grace.graceMs)) : 0;
  return <path className="pod-grace" d={AROUND} pathLength={100} strokeDasharray={`${left * 100} 100`} />;
}

function Countdown({ untilMs }: { readonly untilMs: number }) {
  const seconds = Math.ceil((untilMs - useNow(1000)) / 1000);
  if (seconds <= 0) return null;
  return (
    <text className="pod-count" x="20" y="21">
      {seconds}
    </text>
  );
}

const DOTS_MAX = 4;

function PodDots({ look }: { readonly look: PodLook }) {
  const dots = look.dots.slice(0, DOTS_MAX);
  const step = dots.length > 3 ? 7.5 : 9;
  const y = look.backoffUntilMs > 0 ? 29 : look.fill === 'half' ? 12 : 20;
  return (
    <g className="pod-dots" data-on={look.fill === 'full' ? 'fill' : 'ground'}>
      {dots.map((dot, i) => (
        <DotShape key={i} dot={dot} x={20 + (i - (dots.length - 1) / 2) * step} y={y} r={dots.length > 3 ? 2.6 : 3.4} />
      ))}
    </g>
  );
}

function DotShape({ dot, x, y, r }: { readonly dot: Dot; readonly x: number; readonly y: number; readonly r: number }) {
  if (dot === 'failed') return <path className="dot-line" d={`M${x - r + 0.5} ${y - r + 0.5}l${2 * r - 1} ${2 * r - 1}m0 ${1 - 2 * r}l${1 - 2 * r} ${2 * r - 1}`} />;
  if (dot === 'done') return <path className="dot-line" d={`M${x - r} ${y}l${r * 0.8} ${r * 0.8} ${r * 1.2} ${-r * 1.5}`} />;
  return <circle className="dot" data-dot={dot} cx={x} cy={y} r={dot === 'ready' ? r : r - 0.6} />;
}
