// The path bar: the way in from cluster to file, each step a link, and how the diagram is shown.
import { CornerLeftUp, ListTree, Maximize, Minus, Plus, Waypoints } from 'lucide-react';
import type { HostRow } from '../../client/index.ts';
import { HeadButton } from '../layout/header.tsx';
import { useActions, usePageState, useWords } from '../page-context.ts';
import { useRow, useTable } from '../rows/use-rows.ts';
import { crumbsOf, outOf, type Place } from '../state/place.ts';
import { viewport } from './viewport.ts';

export function PathBar() {
  const w = useWords();
  const place = usePageState((state) => state.place);
  return (
    <div className="pathbar">
      <nav aria-label={w.path.label}>
        <PlaceMenu />
        <Crumbs place={place} />
      </nav>
      <div className="pathbar-tools">
        {place.lens === 'host' ? <HostViews place={place} /> : null}
        {place.lens === 'cluster' ? <SystemToggle /> : <OutButton place={place} />}
        <ViewTools />
      </div>
    </div>
  );
}

function OutButton({ place }: { readonly place: Place }) {
  const w = useWords();
  const actions = useActions();
  const out = usePageState((state) => outOf(place, state.mirror) !== undefined);
  if (!out) return null;
  return (
    <HeadButton label={`${w.path.out} (Esc)`} onClick={() => actions.walkOut()}>
      <CornerLeftUp className="icon" aria-hidden="true" />
    </HeadButton>
  );
}

function Crumbs({ place }: { readonly place: Place }) {
  const actions = useActions();
  const mirror = usePageState((state) => state.mirror);
  // A pod gets its node after it was walked into, and a container goes: the path follows.
  useTable('pods');
  useTable('containers');
  const crumbs = crumbsOf(place, mirror);
  return (
    <ol className="crumbs">
      {crumbs.slice(1).map((crumb, i, all) => (
        <li key={JSON.stringify(crumb.place)}>
          <span aria-hidden="true" className="crumb-mark">
            ›
          </span>
          <button type="button" className="crumb mono" aria-current={i === all.length - 1 ? 'location' : undefined} onClick={() => actions.walkTo(crumb.place)}>
            {crumb.label}
          </button>
        </li>
      ))}
    </ol>
  );
}

/** The outermost step: which cluster, or which machine with Docker. */
function PlaceMenu() {
  const w = useWords();
  const actions = useActions();
  const clusters = useTable('clusters');
  const hosts = useTable('hosts');
  const place = usePageState((state) => state.place);
  const mirror = usePageState((state) => state.mirror);
  const first = crumbsOf(place, mirror)[0]?.place;
  const value = first?.lens === 'cluster' ? `cluster ${first.cluster}` : first?.lens === 'host' ? `host ${first.host}` : '';
  const choose = (choice: string) => {
    const [kind, id = ''] = choice.split(' ');
    actions.walkTo(kind === 'cluster' ? { lens: 'cluster', cluster: id } : { lens: 'host', host: id });
  };
  return (
    <select className="place-menu" aria-label={w.path.places} value={value} onChange={(event) => choose(event.target.value)}>
      {clusters.map((cluster) => (
        <option key={cluster.id} value={`cluster ${cluster.id}`}>
          {`${w.kinds.clusters} ${cluster.id}`}
        </option>
      ))}
      {hosts
        .filter((host) => isOutermost(host, hosts) || `host ${host.id}` === value)
        .map((host) => (
          <option key={host.id} value={`host ${host.id}`}>
            {host.docker ? `${host.id} · Docker` : host.id}
          </option>
        ))}
    </select>
  );
}

/** A machine with Docker, or one that a machine is in; the way into that leads through it. */
function isOutermost(host: HostRow, hosts: readonly HostRow[]): boolean {
  return host.inside === '' && (host.docker || hosts.some(({ inside }) => inside === host.id));
}

/** What of a machine is shown. */
function HostViews({ place }: { readonly place: Place & { readonly lens: 'host' } }) {
  const w = useWords();
  const actions = useActions();
  const isLinux = useRow('hosts', place.host)?.kernel !== 'Darwin';
  const choose = (view: string) => actions.walkTo({ lens: 'host', host: place.host, ...(view === 'processes' || view === 'cgroups' ? { view } : {}) });
  return (
    <select className="place-menu" aria-label={w.machine.view} value={place.view ?? 'containers'} onChange={(event) => choose(event.target.value)}>
      {(['containers', 'processes', ...(isLinux ? (['cgroups'] as const) : [])] as const).map((view) => (
        <option key={view} value={view}>
          {w.machine.views[view]}
        </option>
      ))}
    </select>
  );
}

function SystemToggle() {
  const w = useWords();
  const actions = useActions();
  const all = usePageState((state) => state.settings.namespaces === 'all');
  return (
    <button type="button" className="icon-button mono" aria-pressed={all} title={all ? w.path.hideSystem : w.path.showSystem} aria-label={w.path.system} onClick={() => actions.set({ namespaces: all ? 'own' : 'all' })}>
      kube-*
    </button>
  );
}

function ViewTools() {
  const w = useWords();
  const actions = useActions();
  const asText = usePageState((state) => state.asText);
  return (
    <>
      {asText ? null : (
        <span className="zoom-tools">
          <HeadButton label={w.path.zoomOut} onClick={() => viewport.zoom(1 / 1.25)}>
            <Minus className="icon" aria-hidden="true" />
          </HeadButton>
          <HeadButton label={w.path.zoomIn} onClick={() => viewport.zoom(1.25)}>
            <Plus className="icon" aria-hidden="true" />
          </HeadButton>
          <HeadButton label={w.path.fit} onClick={() => viewport.fit()}>
            <Maximize className="icon" aria-hidden="true" />
          </HeadButton>
        </span>
      )}
      <HeadButton label={asText ? w.path.asPicture : w.path.asText} pressed={asText} onClick={() => actions.asText(!asText)}>
        {asText ? <Waypoints className="icon" aria-hidden="true" /> : <ListTree className="icon" aria-hidden="true" />}
      </HeadButton>
    </>
  );
}
