/** A registry as a program: a door in front of its repositories. Stopping the process is the registry being down; what it stored stays. */
import type { Door } from '../../base/index.ts';
import { OnDemandDoor, pause, type Program } from '../../host/index.ts';
import type { Random } from '../../sim/index.ts';
import type { Reference } from '../images/reference.ts';
import { imageCode } from '../image-code.ts';
import { BrokenImages } from './broken-images.ts';
import type { RegistryOptions } from './registry-door.ts';
import type { Served } from './repositories.ts';

const HTTPS_PORT = 443;

export class Registry {
  private readonly broken = new BrokenImages();
  private readonly makeDoor: () => Door;
  private door: Door | undefined;
  /** What is asked for by another name than a registry's. */
  private readonly sites: ReadonlyMap<string, Door>;

  constructor(random: Random, options: RegistryOptions & { readonly served?: readonly Served[]; readonly sites?: ReadonlyMap<string, Door> } = {}) {
    this.sites = options.sites ?? new Map();
    this.makeDoor = () => imageCode.get().makeRegistryDoor(options.served ?? [], this.broken, random, options);
  }

  break(reference: Reference): void {
    this.broken.add(reference);
  }

  mend(reference: Reference): void {
    this.broken.delete(reference);
  }

  isBroken(reference: Reference): boolean {
    return this.broken.has(reference);
  }

  /** Run it as a unit of its host. */
  program(...ports: readonly number[]): Program {
    const opened = (): Door => (this.door ??= this.makeDoor());
    const { sites } = this;
    return function* registry(p) {
      const own = new OnDemandDoor(p.host, 'registry', opened);
      const door: Door = { open: (request, call) => (sites.get(request.headers.host?.split(':')[0] ?? '') ?? own).open(request, call) };
      for (const port of ports.length > 0 ? ports : [HTTPS_PORT]) p.listen({ port, door });
      return yield pause();
    };
  }
}
