/** The containers of the engine by id and by name. */
import { randomContainerName } from '../../base/index.ts';
import type { Random } from '../../sim/index.ts';
import { badRequest, conflict, notFound } from '../errors.ts';
import type { DockerContainer } from './docker-container.ts';

const nameForm = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;

export class ContainerList {
  private readonly random: Random;
  private readonly byId = new Map<string, DockerContainer>();
  private readonly idOfName = new Map<string, string>();

  constructor(random: Random) {
    this.random = random;
  }

  /** Oldest first. */
  get all(): readonly DockerContainer[] {
    return [...this.byId.values()];
  }

  add(container: DockerContainer): void {
    this.byId.set(container.id, container);
    this.idOfName.set(container.name, container.id);
  }

  delete(container: DockerContainer): void {
    this.byId.delete(container.id);
    this.idOfName.delete(container.name);
  }

  byWholeId(id: string): DockerContainer | undefined {
    return this.byId.get(id);
  }

  /** By whole id, by name, or by the beginning of an id, tried in this order. */
  find(text: string): DockerContainer | undefined {
    const exact = this.byId.get(text) ?? this.byId.get(this.idOfName.get(text.replace(/^\//, '')) ?? '');
    if (exact || !/^[0-9a-f]{1,64}$/.test(text)) return exact;
    const begun = this.all.filter(({ id }) => id.startsWith(text));
    if (begun.length > 1) throw badRequest(`multiple IDs found with provided prefix: ${text}`);
    return begun[0];
  }

  get(text: string): DockerContainer {
    const container = this.find(text);
    if (!container) throw notFound(`No such container: ${text}`);
    return container;
  }

  /** The name asked for when it may be had, or one of an adjective and a surname. */
  freeName(asked: string): string {
    const name = asked.replace(/^\//, '');
    if (name === '') return this.drawName();
    if (!nameForm.test(name)) throw badRequest(`Invalid container name (${asked}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`);
    const owner = this.idOfName.get(name);
    if (owner !== undefined) throw conflict(`Conflict. The container name "/${name}" is already in use by container "${owner}". You have to remove (or rename) that container to be able to reuse that name.`);
    return name;
  }

  rename(container: DockerContainer, name: string): void {
    this.idOfName.delete(container.name);
    this.idOfName.set(name, container.id);
    container.name = name;
    container.runtime.rename(name);
  }

  private drawName(): string {
    for (let attempt = 0; ; attempt++) {
      const name = randomContainerName(() => this.random.next(), attempt);
      if (!this.idOfName.has(name)) return name;
    }
  }
}
