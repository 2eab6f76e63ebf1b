// The diagram in words, as a tree: for screen readers, and for whoever reads faster than looks. Comes on demand.
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { ContainerRow, FileViewRow, OwnerRow, PodRow, RowKey } from '../../client/index.ts';
import { useActions, usePageState, useWords } from '../page-context.ts';
import { useTable } from '../rows/use-rows.ts';
import { crumbsOf } from '../state/place.ts';
import type { Words } from '../words/en.ts';
import type { Twig } from './twig.ts';
import { stateOf } from './host/container-state.ts';
import { machineGroup, machineState, useMachinesOn } from './host/held-memory.ts';
import { ownerFigures, storageWords } from './cluster/owner-words.ts';
import { componentState } from './cluster/tray-node.tsx';
import { cgroupTwigs, mountTwigs, processTwigs } from './machine/machine-twigs.ts';
import { podLabel } from './pod-mark.tsx';
import './text-tree.css';

export function TextTree() {
  const w = useWords();
  const place = usePageState((state) => state.place);
  const mirror = usePageState((state) => state.mirror);
  const twigs = useTwigs();
  const crumb = crumbsOf(place, mirror).at(-1);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [here, setHere] = useState('');
  const box = useRef<HTMLUListElement>(null);
  const toggle = (id: string) => {
    const next = new Set(folded);
    if (!next.delete(id)) next.add(id);
    setFolded(next);
  };
  const lines = flatten(twigs, folded, 1);
  const stop = lines.some((line) => line.twig.id === here) ? here : (lines[0]?.twig.id ?? '');
  const move = (id: string | undefined) => {
    if (id === undefined) return;
    setHere(id);
    box.current?.querySelector<HTMLElement>(`[data-twig="${CSS.escape(id)}"]`)?.focus();
  };
  const first = lines[0]?.twig.id;
  useEffect(() => {
    // Who walks by keys goes on with them.
    if (here !== '' && first !== undefined && document.activeElement === document.body) move(first);
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [first]);
  return (
    <div className="text-tree">
      <h2 className="mono">{crumb?.label}</h2>
      <ul role="tree" aria-label={w.text.label} ref={box} onKeyDown={(event) => moveInTree(event, lines, stop, folded, toggle, move)}>
        {lines.map((line) => (
          <TwigLine key={line.twig.id} line={line} stop={line.twig.id === stop} open={line.twig.twigs.length === 0 ? undefined : !folded.has(line.twig.id)} toggle={toggle} focused={setHere} />
        ))}
      </ul>
    </div>
  );
}

interface Line {
  readonly twig: Twig;
  readonly level: number;
}

function flatten(twigs: readonly Twig[], folded: ReadonlySet<string>, level: number): Line[] {
  return twigs.flatMap((twig) => [{ twig, level }, ...(folded.has(twig.id) ? [] : flatten(twig.twigs, folded, level + 1))]);
}

function moveInTree(event: KeyboardEvent, lines: readonly Line[], stop: string, folded: ReadonlySet<string>, toggle: (id: string) => void, move: (id: string | undefined) => void): void {
  const at = lines.findIndex((line) => line.twig.id === stop);
  const line = lines[at];
  if (!line) return;
  const { twig, level } = line;
  const branch = twig.twigs.length > 0;
  switch (event.key) {
    case 'ArrowDown':
      move(lines[at + 1]?.twig.id);
      break;
    case 'ArrowUp':
      move(lines[at - 1]?.twig.id);
      break;
    case 'Home':
      move(lines[0]?.twig.id);
      break;
    case 'End':
      move(lines.at(-1)?.twig.id);
      break;
    case 'ArrowRight':
      if (branch && folded.has(twig.id)) toggle(twig.id);
      else if (branch) move(lines[at + 1]?.twig.id);
      break;
    case 'ArrowLeft':
      if (branch && !folded.has(twig.id)) toggle(twig.id);
      else move(lines.slice(0, at).findLast((l) => l.level < level)?.twig.id);
      break;
    default:
      return;
  }
  event.preventDefault();
}

interface TwigLineProps {
  readonly line: Line;
  readonly stop: boolean;
  readonly open: boolean | undefined;
  readonly toggle: (id: string) => void;
  readonly focused: (id: string) => void;
}

function TwigLine({ line, stop, open, toggle, focused }: TwigLineProps) {
  const actions = useActions();
  const { twig, level } = line;
  const selected = usePageState((state) => twig.about !== '' && state.selection === twig.about);
  const act = () => (twig.about === '' ? toggle(twig.id) : actions.inspect(twig.about));
  return (
    <li
      role="treeitem"
      aria-level={level}
      aria-expanded={open}
      aria-selected={selected}
      tabIndex={stop ? 0 : -1}
      data-twig={twig.id}
      style={{ paddingInlineStart: `${level * 20}px` }}
      onFocus={() => focused(twig.id)}
      onClick={act}
      onDoubleClick={() => twig.about !== '' && actions.walkInto(twig.about)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        if (selected && twig.about !== '') actions.walkInto(twig.about);
        else act();
      }}
      onContextMenu={(event) => {
        if (twig.about === '') return;
        event.preventDefault();
        actions.openMenu(twig.about, event.clientX, event.clientY);
      }}
    >
      {twig.text}
    </li>
  );
}

/** The same lenses as on the canvas: a cluster, a machine, a pod, a container's layers. */
function useTwigs(): Twig[] {
  const w = useWords();
  const place = usePageState((state) => state.place);
  const pods = useTable('pods');
  const owners = useTable('owners');
  const nodes = useTable('nodes');
  const services = useTable('services');
  const storage = useTable('storage');
  const components = useTable('components');
  const containers = useTable('containers');
  const hosts = useTable('hosts');
  const views = useTable('fileviews');
  const machinesOn = useMachinesOn();
  const machine = useMachineTwigs();
  const all = usePageState((state) => state.settings.namespaces === 'all');
  return useMemo(() => {
    const ns = (row: { readonly namespace: string }) => all || !row.namespace.startsWith('kube-');
    if (place.lens === 'cluster') {
      const here = (row: { readonly cluster: string }) => row.cluster === place.cluster;
      const shown = pods.filter((pod) => here(pod) && ns(pod));
      const stored = storage.filter((s) => here(s) && ns(s));
      return [
        group('owners', w.text.owners, ownerTwigs(owners.filter((o) => here(o) && ns(o)), shown, '', w)),
        ...(stored.length > 0 ? [group('storage', w.diagram.storage, stored.map((s) => leaf(`storage/${s.id}`, storageWords(s, w))))] : []),
        group('services', w.text.services, services.filter((s) => here(s) && ns(s)).map((s) => leaf(`services/${s.id}`, `${s.name}, ${w.diagram.endpoints(s.endpoints.filter((e) => e.ready).length, s.endpoints.length)}`))),
        group('nodes', w.text.nodes, nodes.filter(here).map((node) => ({ ...leaf(`nodes/${node.id}`, `${w.diagram.node(node.name, shown.filter((p) => p.node === node.id).length)}${node.ready === 'True' ? '' : `, ${w.diagram.notReady}`}`), twigs: shown.filter((p) => p.node === node.id).map((pod) => podTwig(pod, 'on', w)) }))),
        group('bay', w.text.waiting, shown.filter((p) => p.node === '').map((pod) => podTwig(pod, 'bay', w))),
        group('parts', w.text.components, components.filter(here).map((c) => leaf(`components/${c.id}`, `${c.unit} (${c.host})${componentState(c, w)}`))),
      ];
    }
    if (machine) return machine;
    if (place.lens === 'host') {
      const machines = hosts.filter((row) => row.inside === place.host).map((row) => leaf(`hosts/${row.id}`, `${w.host.machine} ${row.id}, ${w.host[machineState(row, machinesOn.split(' ').includes(machineGroup(place.host, row.id)))]}`));
      return [...containers.filter((c) => c.host === place.host).map((c) => containerTwig(c, w)), ...machines];
    }
    if (place.lens === 'pod') return containers.filter((c) => c.pod === place.pod).map((c) => containerTwig(c, w));
    if (place.lens === 'mounts') return [];
    const view = views.find((v) => v.id === place.of);
    return view ? sheetTwigs(view, w) : [];
  }, [w, place, pods, owners, nodes, services, storage, components, containers, hosts, views, machinesOn, machine, all]);
}

/** What stands inside a machine; undefined where something else is looked at. */
function useMachineTwigs(): Twig[] | undefined {
  const w = useWords();
  const place = usePageState((state) => state.place);
  const processes = useTable('processes');
  const cgroups = useTable('cgroups');
  const mounts = useTable('mounts');
  const containers = useTable('containers');
  return useMemo(() => {
    if (place.lens === 'mounts') return mountTwigs(mounts.filter((row) => row.host === place.host && row.pid === place.pid), w);
    if (place.lens !== 'host') return undefined;
    const here = (row: { readonly host: string }) => row.host === place.host;
    if (place.view === 'processes') return processTwigs(processes.filter(here), containers, place.host, w);
    return place.view === 'cgroups' ? cgroupTwigs(cgroups.filter(here), w) : undefined;
  }, [w, place, processes, cgroups, mounts, containers]);
}

function group(id: string, text: string, twigs: readonly Twig[]): Twig {
  return { id, text: `${text} (${twigs.length})`, about: '', twigs };
}

function leaf(about: RowKey, text: string): Twig {
  return { id: about, text, about, twigs: [] };
}

function podTwig(pod: PodRow, under: string, w: Words): Twig {
  return { id: `${under} pods/${pod.id}`, text: `${podLabel(pod, w)}${pod.message === '' ? '' : `: ${pod.message}`}`, about: `pods/${pod.id}`, twigs: [] };
}

function ownerTwigs(owners: readonly OwnerRow[], pods: readonly PodRow[], above: string, w: Words): Twig[] {
  const here = new Set(owners.map((owner) => owner.id));
  return owners
    .filter((owner) => (above === '' ? !here.has(owner.owner) : owner.owner === above))
    .map((owner) => ({
      ...leaf(`owners/${owner.id}`, `${owner.kind} ${owner.name}, ${ownerFigures(owner, w)}`),
      twigs: [...ownerTwigs(owners, pods, owner.id, w), ...pods.filter((pod) => pod.owner === owner.id).map((pod) => podTwig(pod, 'of', w))],
    }));
}

function containerTwig(container: ContainerRow, w: Words): Twig {
  return leaf(`containers/${container.id}`, w.text.container(container.name, stateOf(container, w)));
}

function sheetTwigs(view: FileViewRow, w: Words): Twig[] {
  const merged = group('merged', w.stack.merged, view.merged.map((chip) => ({ id: `merged ${chip.path}`, text: chip.path, about: '' as const, twigs: [] })));
  const sheets = view.sheets.map((sheet, i) => ({
    ...group(`sheet ${i}`, w.text.layer(`${sheet.role} ${sheet.title}`), sheet.chips.map((chip) => ({ id: `${i} ${chip.path}`, text: `${chip.path}${chip.type === 'whiteout' ? `, ${w.stack.whiteout}` : ''}${chip.hiddenBy >= 0 ? `, ${w.stack.hidden}` : ''}`, about: '' as const, twigs: [] }))),
    about: sheet.layer === '' ? ('' as const) : (`layers/${sheet.layer}` as RowKey),
  }));
  return [merged, ...sheets.reverse()];
}
