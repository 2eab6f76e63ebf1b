// The canvas: React Flow with everything off that the diagram does not need, kept fitted to its window until a hand moves it.
import '@xyflow/react/dist/base.css';
import { ReactFlow, ReactFlowProvider, useReactFlow, useStore, ViewportPortal, type Node, type NodeTypes } from '@xyflow/react';
import { useCallback, useEffect, useLayoutEffect, useRef, type ReactNode } from 'react';
import { usePageState, useWords } from '../page-context.ts';
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
}

const NO_EDGES: never[] = [];

export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <CanvasInside {...props} />
    </ReactFlowProvider>
  );
}

function CanvasInside({ nodes, nodeTypes, size, spots, children, onFrame }: CanvasProps) {
  const w = useWords();
  const movedByHand = useFitting(size, onFrame);
  const { onKeyDown, box } = useSpotKeys(spots);
  return (
    // The keys belong to what stands on the canvas; the canvas only leads from one to the next.
    <div className="canvas" role="application" aria-label={w.diagram.label} ref={box} onKeyDown={onKeyDown}>
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
        zoomOnDoubleClick={false}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        onMoveStart={(event) => {
          if (event) movedByHand();
        }}
      >
        <ViewportPortal>{children}</ViewportPortal>
      </ReactFlow>
    </div>
  );
}

/** Keeps all in sight until the visitor moves the canvas; the inspector takes its width off the window. */
function useFitting(size: { readonly width: number; readonly height: number }, onFrame: CanvasProps['onFrame']): () => void {
  const flow = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const wide = usePageState((state) => state.wide);
  const inspector = usePageState((state) => (state.inspector.open ? state.settings.sizes.inspector : 0));
  const calm = usePageState((state) => state.calm);
  const follows = useRef(true);
  const first = useRef(true);
  const right = wide ? Math.min(inspector, width * 0.5) : 0;

  const fit = useCallback(
    (duration: number) => {
      if (width === 0 || size.width === 0) return;
      void flow.setViewport(fitScene(size, { width, height }, { right, bottom: 0 }), { duration });
    },
    [flow, width, height, size.width, size.height, right],
  );

  useLayoutEffect(() => onFrame?.(width, height), [onFrame, width, height]);
  useLayoutEffect(() => {
    if (!follows.current) return;
    fit(first.current || calm ? 0 : 320);
    if (width > 0) first.current = false;
  }, [fit, calm]);
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
