/** A fault: images that a registry has no more, whatever it had. A repository's name alone means all its tags. */
import { fullReference, type Reference } from '../images/reference.ts';

export class BrokenImages {
  private readonly names = new Set<string>(); // whole references

  add(reference: Reference): void {
    this.names.add(fullReference(reference));
  }

  delete(reference: Reference): void {
    this.names.delete(fullReference(reference));
  }

  has(reference: Reference): boolean {
    return this.names.has(fullReference(reference)) || this.names.has(fullReference({ ...reference, tag: '', digest: '' }));
  }
}
