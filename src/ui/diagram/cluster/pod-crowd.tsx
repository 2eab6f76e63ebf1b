// More pods than elements can carry, drawn as a few paths. The one that is selected, or that the arrow keys come to, stands above them
// as an element of its own.
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore, type MouseEvent, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { rowKey } from '../../../client/index.ts';
import { hueColour } from '../../look/hues.ts';
import { useActions, useMirror, usePageState } from '../../page-context.ts';
import { pulledPart } from '../../rows/use-pull.ts';
import { useTable } from '../../rows/use-rows.ts';
import { PodMark } from '../pod-mark.tsx';
import { SOUGHT } from '../spot-keys.ts';
import type { Frame, PodSpot } from './cluster-scene.ts';
import { crowdPaths } from './crowd-paths.ts';
import './pod-crowd.css';

export function PodCrowd({ pods, size }: { readonly pods: readonly PodSpot[]; readonly size: Frame }) {
  const rows = useTable('pods');
  const parts = usePulledParts();
  const actions = useActions();
  const drawing = useRef<SVGSVGElement>(null);
  const raised = useRaised(drawing, pods);
  const paths = useMemo(() => crowdPaths(pods, new Map(rows.map((row) => [row.id, row])), new Map(JSON.parse(parts))), [pods, rows, parts]);
  const act = (event: MouseEvent, what: (about: `pods/${string}`) => void) => {
    const box = drawing.current!.getBoundingClientRect();
    const [x, y] = [((event.clientX - box.left) / box.width) * size.width, ((event.clientY - box.top) / box.height) * size.height];
    const pod = pods.find((spot) => x >= spot.x - 1 && x <= spot.x + spot.size + 1 && y >= spot.y - 1 && y <= spot.y + spot.size + 1);
    event.stopPropagation();
    if (pod) what(`pods/${pod.id}`);
  };
  return (
    <>
      {/* Screen readers have the pods in the diagram's form as text. */}
      <svg
        ref={drawing}
        className="layer pod-crowd"
        width={size.width}
        height={size.height}
        aria-hidden="true"
        onClick={(event) => act(event, (pod) => event.detail < 2 && actions.pick(pod))}
        onDoubleClick={(event) => act(event, (pod) => actions.walkInto(pod))}
        onContextMenu={(event) => {
          event.preventDefault();
          act(event, (pod) => actions.openMenu(pod, event.clientX, event.clientY));
        }}
      >
        {paths.map(({ key, hue, kind, dashed, size: side, d }) => (
          <path key={key} d={d} data-kind={kind} style={{ color: hueColour(hue), strokeWidth: kind === 'bar' ? 0 : side / 9, ...(dashed && { strokeDasharray: side / 4 }) }} />
        ))}
      </svg>
      <div className="layer pods" data-still="true">
        {raised.map((spot) => (
          <PodMark key={spot.id} {...spot} />
        ))}
      </div>
    </>
  );
}

/** Of each pull the part that has come, as a text that is another one only when that is seen. */
function usePulledParts(): string {
  const mirror = useMirror();
  const subscribe = useCallback((fn: () => void) => mirror.onTable('pulls', fn), [mirror]);
  return useSyncExternalStore(subscribe, () => {
    const rows = mirror.list('pulls');
    const pulls = new Set(rows.map(({ host, image }) => `${host}/${image}`));
    return JSON.stringify([...pulls].map((pull) => [pull, pulledPart(rows, [pull])]));
  });
}

function useRaised(drawing: RefObject<SVGSVGElement | null>, pods: readonly PodSpot[]): readonly PodSpot[] {
  const selection = usePageState((state) => state.selection);
  const [sought, seek] = useState('');
  useEffect(() => {
    const canvas = drawing.current?.closest('.canvas');
    const onSought = (event: Event) => flushSync(() => seek((event as CustomEvent<string>).detail));
    canvas?.addEventListener(SOUGHT, onSought);
    return () => canvas?.removeEventListener(SOUGHT, onSought);
  }, [drawing]);
  return useMemo(() => pods.filter(({ id }) => [selection, sought].includes(rowKey('pods', id))), [pods, selection, sought]);
}
