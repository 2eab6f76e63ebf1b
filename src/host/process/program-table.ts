/** Programs by name: what the names in executables stand for. A name may be known before its code is there; then starting it waits for the code. */
import { assert } from '../../base/index.ts';
import type { Program } from '../syscall.ts';

export class ProgramTable {
  private readonly programs = new Map<string, Program>();
  private readonly loaders = new Map<string, () => Program>();

  constructor(...tables: readonly Readonly<Record<string, Program>>[]) {
    for (const table of tables) this.add(table);
  }

  add(table: Readonly<Record<string, Program>>): void {
    for (const name of Object.keys(table)) {
      assert(!this.has(name), 'program table: a name stands for one program', { name });
      this.programs.set(name, table[name]!);
    }
  }

  /** `load` throws NeedsAsset until the code is there. */
  declare(name: string, load: () => Program): void {
    assert(!this.has(name), 'program table: a name stands for one program', { name });
    this.loaders.set(name, load);
  }

  has(name: string): boolean {
    return this.programs.has(name) || this.loaders.has(name);
  }

  get(name: string): Program {
    const program = this.programs.get(name) ?? this.loaders.get(name)?.();
    assert(program, 'program table: no such program', { name });
    return program;
  }
}
