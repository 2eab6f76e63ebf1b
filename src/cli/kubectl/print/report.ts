/** What a verb says of each object it has dealt with: "deployment.apps/web created", or the object as -o wants it. */
import type { JsonObject } from '../../../base/index.ts';
import { dryRun, dryRunSuffix } from '../command/dry-run.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { nameOf, type Info } from '../resources/info.ts';
import { printerOf, type ObjectPrinter } from './object-printer.ts';

export class Report {
  private readonly k: Invocation;
  private readonly printer: ObjectPrinter | undefined;

  private readonly isStruct: boolean;

  private readonly gathered: JsonObject[] | undefined;

  /** `gathers`: where -o asks for whole objects they come as one list at the end. `isStruct`: the client declares their type. */
  constructor(k: Invocation, { gathers = false, isStruct = false }: { readonly gathers?: boolean; readonly isStruct?: boolean } = {}) {
    this.k = k;
    this.isStruct = isStruct;
    this.printer = printerOf(k);
    if (gathers && this.printer && k.flags.text('output') !== 'name') this.gathered = [];
  }

  get hasFormat(): boolean {
    return this.printer !== undefined;
  }

  /** `suffix`: what says that nothing was done; not every verb does say so. */
  *say(info: Pick<Info, 'resource' | 'name'>, operation: string, object: JsonObject, suffix = dryRunSuffix(dryRun(this.k))): Task {
    if (this.gathered) this.gathered.push(object);
    else if (this.printer) yield* this.k.print(this.printer(object, this.isStruct));
    else yield* this.k.print(`${nameOf(info.name === '' ? { ...info, name: '<unknown>' } : info)} ${operation}${suffix}\n`);
  }

  /** Prints what was gathered. */
  *end(): Task {
    if (this.gathered?.length) yield* this.k.print(this.printer!({ apiVersion: 'v1', items: this.gathered, kind: 'List', metadata: {} }, true));
  }
}
