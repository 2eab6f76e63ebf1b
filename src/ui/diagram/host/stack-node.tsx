// A stack of layers, lowest at the bottom: an image as it stands, a build as it grows, a pull as its bytes come.
import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import type { BuildStep, ImageRow, PullRow } from '../../../client/index.ts';
import { size } from '../../look/amounts.ts';
import { useWords } from '../../page-context.ts';
import { useRow, useTable } from '../../rows/use-rows.ts';
import { Spot } from '../spot.tsx';
import { stripCount } from './host-lens.ts';

export const StackNode = memo(function StackNode({ data }: NodeProps) {
  const id = String(data['id']);
  if (data['kind'] === 'image') return <ImageStack id={id} />;
  if (data['kind'] === 'build') return <BuildStack id={id} />;
  return <PullStack image={id} host={String(data['host'])} />;
});

export function shortInstruction(instruction: string): string {
  return instruction
    .replace(/^\/bin\/sh -c #\(nop\)\s+/, '')
    .replace(/^RUN \/bin\/sh -c /, 'RUN ')
    .replace(/^\/bin\/sh -c /, 'RUN ')
    .replace(/\s+#\s*buildkit$/, '');
}

function ImageStack({ id }: { readonly id: string }) {
  const image = useRow('images', id);
  const w = useWords();
  if (!image) return null;
  const name = image.tags[0] ?? w.host.untagged;
  return (
    <Spot about={`images/${id}`} label={`${w.kinds.images} ${name}, ${w.host.layers(image.layers.length)}, ${size(image.sizeBytes)}`} className="stack">
      <LayerStrips image={image} />
      <StackFoot title={name} note={`${w.host.layers(image.layers.length)} · ${size(image.sizeBytes)}`} bad={image.broken} />
    </Spot>
  );
}

export function LayerStrips({ image }: { readonly image: ImageRow }) {
  const made = image.history.filter((step) => step.layer !== '');
  return (
    <span className="strips">
      {made.slice(-stripCount(made.length)).map((step) => (
        <LayerStrip key={step.layer} layer={step.layer} instruction={step.instruction} bytes={step.sizeBytes} />
      ))}
    </span>
  );
}

function LayerStrip({ layer, instruction, bytes }: { readonly layer: string; readonly instruction: string; readonly bytes: number }) {
  const row = useRow('layers', layer);
  const w = useWords();
  const shared = row && row.images > 1 ? w.host.shared(row.images) : '';
  return (
    <span className="strip mono" data-shared={shared !== ''} title={[instruction, size(bytes), shared].filter(Boolean).join(' · ')}>
      <span className="strip-text">{shortInstruction(instruction)}</span>
    </span>
  );
}

function StackFoot({ title, note, bad }: { readonly title: string; readonly note: string; readonly bad?: boolean }) {
  return (
    <span className="stack-foot">
      <span className="mono stack-name" data-bad={bad}>
        {title}
      </span>
      <span className="quiet stack-note">{note}</span>
    </span>
  );
}

function BuildStack({ id }: { readonly id: string }) {
  const build = useRow('builds', id);
  const w = useWords();
  if (!build) return null;
  const at = build.steps.findIndex((step) => step.state === 'running' || step.state === 'waiting');
  const note = build.state === 'failed' ? w.host.failed : build.state === 'done' ? w.host.done : w.host.step((at < 0 ? build.steps.length : at) + 1, build.steps.length);
  return (
    <Spot about={`builds/${id}`} label={`${w.kinds.builds} ${build.tag}, ${note}`} className="stack">
      <span className="strips">
        {build.steps.slice(-stripCount(build.steps.length)).map((step, i) => (
          <BuildStrip key={i} step={step} />
        ))}
      </span>
      <StackFoot title={build.tag || w.kinds.builds} note={note} bad={build.state === 'failed'} />
    </Spot>
  );
}

function BuildStrip({ step }: { readonly step: BuildStep }) {
  const w = useWords();
  const word = { cached: w.host.cached, running: w.host.running, waiting: w.host.waiting, done: w.host.done, failed: w.host.failed }[step.state];
  return (
    <span className="strip mono" data-step={step.state} data-thin={step.state === 'done' && step.layer === ''} title={`${step.instruction} · ${word}`}>
      <span className="strip-text">{shortInstruction(step.instruction)}</span>
      <span className="strip-word">{step.state === 'done' || step.state === 'waiting' ? '' : word}</span>
    </span>
  );
}

function PullStack({ image, host }: { readonly image: string; readonly host: string }) {
  const pulls = useTable('pulls').filter((pull) => pull.host === host && pull.image === image);
  const w = useWords();
  const done = pulls.reduce((n, pull) => n + pull.doneBytes, 0);
  const total = pulls.reduce((n, pull) => n + pull.totalBytes, 0);
  return (
    <div className="stack">
      <span className="strips">
        {pulls.slice(-stripCount(pulls.length)).map((pull) => (
          <PullStrip key={pull.id} pull={pull} />
        ))}
      </span>
      <StackFoot title={image} note={w.diagram.pulling(total > 0 ? Math.floor((done / total) * 100) : 0)} bad={pulls.some((pull) => pull.state === 'failed')} />
    </div>
  );
}

function PullStrip({ pull }: { readonly pull: PullRow }) {
  const part = pull.state === 'done' ? 1 : pull.totalBytes > 0 ? pull.doneBytes / pull.totalBytes : 0;
  return (
    <span className="strip mono" data-step={pull.state === 'failed' ? 'failed' : 'pulling'}>
      <span className="strip-bar" style={{ transform: `scaleX(${part})` }} />
      <span className="strip-text">{`${pull.layer.slice(7, 19)} ${size(pull.totalBytes)}`}</span>
    </span>
  );
}
