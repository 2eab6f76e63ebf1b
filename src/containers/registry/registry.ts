/** A registry as a program: a door in front of its repositories. Stopping the process is the registry being down; what it stored stays. */
import { pause, type Program } from '../../host/index.ts';
import type { Random } from '../../sim/index.ts';
import type { Reference } from '../images/reference.ts';
import { RegistryDoor, type RegistryOptions } from './registry-door.ts';
import { Repositories, type Served } from './repositories.ts';

const HTTPS_PORT = 443;

export class Registry {
  readonly repositories: Repositories;
  readonly door: RegistryDoor;

  constructor(random: Random, options: RegistryOptions & { readonly served?: readonly Served[] } = {}) {
    this.repositories = new Repositories(options.served);
    this.door = new RegistryDoor(this.repositories, random, options);
  }

  break(reference: Reference): void {
    this.repositories.break(reference);
  }

  mend(reference: Reference): void {
    this.repositories.mend(reference);
  }

  isBroken(reference: Reference): boolean {
    return this.repositories.isBroken(reference);
  }

  /** Run it as a unit of its host. */
  program(...ports: readonly number[]): Program {
    const { door } = this;
    return function* registry(p) {
      for (const port of ports.length > 0 ? ports : [HTTPS_PORT]) p.listen({ port, door });
      return yield pause();
    };
  }
}
