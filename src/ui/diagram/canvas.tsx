// The canvas: React Flow with everything off that the diagram does not need, kept fitted to its window until a hand moves it.
import '@xyflow/react/dist/base.css';
import { ReactFlow, ReactFlowProvider, useReactFlow, useStore, ViewportPortal, type Node, type NodeTypes } from '@xyflow/react';
import { useCallback, useEffect, useLayoutEffect, useRef, type ReactNode } from 'react';
import { useLessonOpen } from '../lesson/use-lesson-open.ts';
import { usePage, usePageState, useWords } from '../page-context.ts';
import { fitScene, ZOOM_MAX, ZOOM_MIN } from './fit.ts';
import { useSpotKeys, type Spots } from './spot-keys.ts';
import { viewport } from './viewport.ts';

export interface CanvasProps {
  readonly nodes: Node[];
  readonly nodeTypes: NodeTypes;
  readonly size: { readonly width: number; readonly height: number };
  readonly spots: Spots;
  /** What is drawn over the nodes, in the scene's own pixels. */
  readonly children?: ReactNode;
  readonly onFrame?: (width: number, height: number) => void;
  /** So much is drawn that what moves takes its place at once. */
  readonly still?: boolean;
  /** It is shown from its top rather than smaller than this. */
  readonly legible?: number;
}

const NO_EDGES: never[] = [];

export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <CanvasInside {...props} />
    </ReactFlowProvider>
  );
}

function CanvasInside({ nodes, nodeTypes, size, spots, children, onFrame, still = false, legible }: CanvasProps) {
  const w = useWords();
  const framed = usePage().embed !== undefined;
  const movedByHand = useFitting(size, spots, onFrame, still, legible);
  const box = useSpotKeys(spots);
  return (
    <div className="canvas" data-still={still} role="application" aria-label={w.diagram.label} ref={box}>
      <ReactFlow
        nodes={nodes}
        edges={NO_EDGES}
        nodeTypes={nodeTypes}
        minZoom={ZOOM_MIN}
        maxZoom={ZOOM_MAX}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        attributionPosition="top-right"
        zoomOnDoubleClick={false}
        zoomOnScroll={!framed} // the page around an embed scrolls; with Ctrl held both zoom
        preventScrolling={!framed}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        panActivationKeyCode={null} // space plays
        zoomActivationKeyCode={null}
        onMove={(event) => {
          if (event) movedByHand();
        }}
      >
        <ViewportPortal>{children}</ViewportPortal>
      </ReactFlow>
    </div>
  );
}

/** Keeps all in sight until the visitor moves the canvas; what is selected is kept clear of the inspector. */
function useFitting(size: CanvasProps['size'], spots: Spots, onFrame: CanvasProps['onFrame'], still: boolean, legible: number | undefined): () => void {
  const flow = useReactFlow();
  const { width: sceneWidth, height: sceneHeight } = size;
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const wide = usePageState((state) => state.wide);
  const inspector = usePageState((state) => (state.inspector.open ? state.settings.sizes.inspector : 0));
  const calm = usePageState((state) => state.calm) || still;
  const follows = useRef(true);
  const first = useRef(true);
  const covered = wide ? Math.min(inspector, width * 0.6) : 0;
  const selected = usePageState((state) => (state.selection === '' ? undefined : spots.get(state.selection)));
  const [near, far] = selected && covered > 0 ? [selected.x, selected.x + selected.w + 40] : [0, 0];
  // Room for the caption, and for the suggestions while they are there.
  const led = useLessonOpen();
  const bottom = usePageState((state) => (state.presenting ? 88 : 56) + (!state.settings.welcomed && !led && state.wide && state.session ? 88 : 0));

  const fit = useCallback(
    (duration: number) => {
      if (width === 0 || sceneWidth === 0) return;
      const { x, y, zoom } = fitScene({ width: sceneWidth, height: sceneHeight }, { width, height }, bottom, legible);
      // Beside the inspector what is selected is seen, and all of it where there is room.
      const free = width - covered - 16;
      const aside = covered === 0 ? 0 : Math.max(0, Math.min(x + sceneWidth * zoom - free, x - 16), Math.min(x + far * zoom - free, x + near * zoom - 16));
      void flow.setViewport({ x: x - aside, y, zoom }, { duration });
    },
    [flow, width, height, sceneWidth, sceneHeight, covered, near, far, bottom, legible],
  );

  useLayoutEffect(() => onFrame?.(width, height), [onFrame, width, height]);
  useLayoutEffect(() => {
    if (!follows.current) return;
    fit(first.current || calm ? 0 : 320);
    if (width > 0) first.current = false;
  }, [fit, calm, width]);
  useEffect(
    () =>
      viewport.take({
        fit() {
          follows.current = true;
          fit(calm ? 0 : 320);
        },
        zoom(factor) {
          follows.current = false;
          void flow.zoomTo(flow.getZoom() * factor, { duration: calm ? 0 : 140 });
        },
      }),
    [fit, flow, calm],
  );
  return useCallback(() => {
    follows.current = false;
  }, []);
}
