// Which lens the place asks for.
import { usePageState, useWords } from '../page-context.ts';
import { ClusterCanvas } from './cluster/cluster-canvas.tsx';
import { HostCanvas } from './host/host-canvas.tsx';
import { PodCanvas } from './host/pod-canvas.tsx';
import { FileView } from './stack/file-view.tsx';
import { StackCanvas } from './stack/stack-canvas.tsx';

export function Diagram() {
  const w = useWords();
  const place = usePageState((state) => state.place);
  switch (place.lens) {
    case 'cluster':
      return place.cluster === '' ? <p className="canvas-empty quiet">{w.engine.starting}</p> : <ClusterCanvas key={place.cluster} cluster={place.cluster} />;
    case 'host':
      return <HostCanvas key={place.host} host={place.host} />;
    case 'pod':
      return <PodCanvas key={place.pod} pod={place.pod} />;
    case 'stack':
      return <StackCanvas key={`${place.of} ${place.folder}`} of={place.of} />;
    case 'file':
      return <FileView of={place.of} sheet={place.sheet} path={place.path} />;
  }
}
