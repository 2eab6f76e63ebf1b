// More pods than elements can carry, painted on one canvas: only the squares whose rows changed are painted again.
import { useEffect, useRef, type MouseEvent } from 'react';
import type { Mirror, PodRow } from '../../../client/index.ts';
import { HUES } from '../../look/hues.ts';
import { useActions, useMirror, usePageState } from '../../page-context.ts';
import { lookOfPod } from '../pod-look.ts';
import type { Frame, PodSpot } from './cluster-scene.ts';

const SIDE_MAX = 4096;

export function PodPainting({ pods, size }: { readonly pods: readonly PodSpot[]; readonly size: Frame }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const mirror = useMirror();
  const dark = usePageState((state) => state.dark);
  const actions = useActions();
  const scale = Math.min(2, SIDE_MAX / Math.max(size.width, size.height, 1));

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return undefined;
    const painter = new Painter(context, pods, scale);
    painter.paint(mirror);
    let frame = 0;
    const stop = mirror.onTable('pods', () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        painter.paint(mirror);
      });
    });
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [pods, mirror, scale, dark]);

  const podAt = (event: MouseEvent<HTMLCanvasElement>): PodSpot | undefined => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * size.width;
    const y = ((event.clientY - box.top) / box.height) * size.height;
    return pods.find((pod) => x >= pod.x && x < pod.x + pod.size && y >= pod.y && y < pod.y + pod.size);
  };

  return (
    // Keyboards and screen readers have the pods in the diagram's form as text.
    <canvas
      ref={canvas}
      className="layer pod-painting"
      width={Math.ceil(size.width * scale)}
      height={Math.ceil(size.height * scale)}
      style={{ width: size.width, height: size.height }}
      aria-hidden="true"
      onClick={(event) => {
        const pod = podAt(event);
        if (pod) actions.inspect(`pods/${pod.id}`);
      }}
      onContextMenu={(event) => {
        const pod = podAt(event);
        if (!pod) return;
        event.preventDefault();
        actions.openMenu(`pods/${pod.id}`, event.clientX, event.clientY);
      }}
    />
  );
}

class Painter {
  private readonly context: CanvasRenderingContext2D;
  private readonly pods: readonly PodSpot[];
  private readonly scale: number;
  private readonly painted = new Map<string, PodRow>();
  private readonly colours: readonly string[];
  private readonly plain: string;
  private readonly ground: string;

  constructor(context: CanvasRenderingContext2D, pods: readonly PodSpot[], scale: number) {
    this.context = context;
    this.pods = pods;
    this.scale = scale;
    const style = getComputedStyle(context.canvas);
    this.colours = Array.from({ length: HUES }, (_, i) => style.getPropertyValue(`--hue-${i}`));
    this.plain = style.getPropertyValue('--hue-none');
    this.ground = style.getPropertyValue('--surface');
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  }

  paint(mirror: Mirror): void {
    for (const spot of this.pods) {
      const row = mirror.get('pods', spot.id);
      if (!row || this.painted.get(spot.id) === row) continue;
      this.painted.set(spot.id, row);
      this.square(spot, row);
    }
  }

  private square({ x, y, size }: PodSpot, row: PodRow): void {
    const { context } = this;
    const look = lookOfPod(row);
    const line = Math.max(1 / this.scale, size / 10);
    context.clearRect(x - 1, y - 1, size + 2, size + 2);
    context.fillStyle = this.ground;
    context.beginPath();
    context.roundRect(x + line / 2, y + line / 2, size - line, size - line, size * 0.2);
    context.fill();
    context.strokeStyle = look.hue < 0 ? this.plain : this.colours[look.hue % HUES]!;
    context.fillStyle = context.strokeStyle;
    context.lineWidth = line;
    context.setLineDash(look.grace ? [size / 4, size / 4] : []);
    context.stroke();
    if (look.fill === 'full') context.fill();
    else if (look.fill === 'half') context.fillRect(x, y + size / 2, size, size / 2);
    else if (look.pull > 0) context.fillRect(x, y + size * (1 - look.pull), line * 2, size * look.pull);
    if (look.notch) context.clearRect(x + size * 0.6, y, size * 0.4, size * 0.4);
  }
}
