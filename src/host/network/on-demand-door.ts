/**
 * A door whose code is loaded when the first request comes. Each request is taken in an event of its own, whether the code is there
 * or not, so that a history does not depend on what had been loaded.
 */
import type { Call, Door, Request } from '../../base/index.ts';
import type { Clock, Trace } from '../../sim/index.ts';

export class OnDemandDoor implements Door {
  private readonly parts: { readonly clock: Clock; readonly trace: Trace };
  private readonly label: string;
  private readonly make: () => Door;
  private door: Door | undefined;

  /** `make` throws NeedsAsset while the code is missing; `label` is whose events these are. */
  constructor(parts: { readonly clock: Clock; readonly trace: Trace }, label: string, make: () => Door) {
    this.parts = parts;
    this.label = label;
    this.make = make;
  }

  open(request: Request, call: Call): void {
    const { clock, trace } = this.parts;
    let gone = false;
    call.onClose(() => void (gone = true));
    clock.after(0, this.label, () => {
      if (gone) return;
      const door = (this.door ??= this.make());
      trace.during(request.cause, () => door.open(request, call));
    });
  }
}
