// Which lens the place asks for. The first one comes with the page, the inner ones when somebody walks in.
import { lazy } from 'react';
import { PaneSlot } from '../layout/pane-slot.tsx';
import { usePage, usePageState, useWords } from '../page-context.ts';
import type { Place } from '../state/place.ts';
import { ClusterCanvas } from './cluster/cluster-canvas.tsx';

const HostCanvas = lazy(async () => ({ default: (await import('./host/host-canvas.tsx')).HostCanvas }));
const ProcessCanvas = lazy(async () => ({ default: (await import('./machine/process-canvas.tsx')).ProcessCanvas }));
const CgroupCanvas = lazy(async () => ({ default: (await import('./machine/cgroup-canvas.tsx')).CgroupCanvas }));
const MountCanvas = lazy(async () => ({ default: (await import('./machine/mount-canvas.tsx')).MountCanvas }));
const PodCanvas = lazy(async () => ({ default: (await import('./host/pod-canvas.tsx')).PodCanvas }));
const StackCanvas = lazy(async () => ({ default: (await import('./stack/stack-canvas.tsx')).StackCanvas }));
const FileView = lazy(async () => ({ default: (await import('./stack/file-view.tsx')).FileView }));

export function Diagram() {
  const w = useWords();
  const place = usePageState((state) => state.place);
  if (place.lens === 'cluster') {
    return place.cluster === '' ? <FirstPicture /> : <ClusterCanvas key={place.cluster} cluster={place.cluster} />;
  }
  return (
    <PaneSlot name={w.panels.diagram}>
      <InnerLens place={place} />
    </PaneSlot>
  );
}

/** Our own picture, as the document came with it. */
function FirstPicture() {
  const { firstPicture } = usePage();
  return <div className="first-scene" dangerouslySetInnerHTML={{ __html: firstPicture }} />;
}

function InnerLens({ place }: { readonly place: Exclude<Place, { lens: 'cluster' }> }) {
  switch (place.lens) {
    case 'host':
      if (place.view === 'processes') return <ProcessCanvas key={place.host} host={place.host} />;
      if (place.view === 'cgroups') return <CgroupCanvas key={place.host} host={place.host} />;
      return <HostCanvas key={place.host} host={place.host} />;
    case 'mounts':
      return <MountCanvas key={`${place.host} ${place.pid}`} host={place.host} pid={place.pid} />;
    case 'pod':
      return <PodCanvas key={place.pod} pod={place.pod} />;
    case 'stack':
      return <StackCanvas key={`${place.of} ${place.folder}`} of={place.of} />;
    case 'file':
      return <FileView of={place.of} sheet={place.sheet} path={place.path} />;
  }
}
