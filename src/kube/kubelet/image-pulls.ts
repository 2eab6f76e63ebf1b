/** Makes sure of a container's image: by its pull policy, once for all who want it at the same time, and not too often when it fails. */
import { whyNoReference } from '../../containers/index.ts';
import { clusterCode } from '../cluster-code.ts';
import type { Container } from '../kinds/pod/container.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import type { TraceId } from '../../sim/index.ts';
import { BackOff } from '../client/back-off.ts';
import type { KubeletContext } from './kubelet-context.ts';
import type { RuntimeImage } from './runtime-client.ts';

export interface ImageFailure {
  readonly reason: 'ErrImagePull' | 'ImagePullBackOff' | 'ErrImageNeverPull' | 'InvalidImageName';
  readonly message: string;
}

export interface ImageWish {
  readonly pod: Pod;
  readonly container: Container;
  readonly trace: TraceId;
  /** The wish is over: its pod goes. */
  readonly isOver: () => boolean;
  readonly done: (image: RuntimeImage) => void;
  readonly fail: (failure: ImageFailure) => void;
}

/** How a container stands to its image: at hand, to be fetched, tried again later, or never to be had. */
export type ImageStanding = 'present' | 'to-pull' | 'waits' | 'refused';

const firstBackOffMs = 10_000;
const lastBackOffMs = 300_000;

export class ImagePulls {
  private readonly context: KubeletContext;
  private readonly backOff = new BackOff(firstBackOffMs, lastBackOffMs);
  /** Pulls one after the other, as the kubelet does unless told otherwise. */
  private readonly queue: (() => void)[] = [];
  private pulling: (() => void) | undefined;
  private stopped = false;

  constructor(context: KubeletContext) {
    this.context = context;
  }

  standing({ metadata: { uid } }: Pod, { image = '', imagePullPolicy: policy = 'IfNotPresent' }: Container): ImageStanding {
    if (whyNoReference(image) !== undefined) return 'refused';
    if (policy !== 'Always' && this.context.runtime.findImage(image)) return 'present';
    if (policy === 'Never') return 'refused';
    return this.backOff.waitSinceUpdateMs(`${uid}_${image}`, this.context.clock.now) > 0 ? 'waits' : 'to-pull';
  }

  ensure(wish: ImageWish): void {
    const { container } = wish;
    const { image = '' } = container;
    const refusal = whyNoReference(image);
    if (refusal !== undefined) return this.invalid(wish, refusal);
    const standing = this.standing(wish.pod, container);
    if (standing === 'present') return this.present(wish, this.context.runtime.findImage(image)!);
    if (standing === 'refused') return this.never(wish);
    if (standing === 'waits') {
      const message = clusterCode.get().phrases.pullBackOff(image);
      this.tell(wish, 'Normal', 'BackOff', message);
      return wish.fail({ reason: 'ImagePullBackOff', message });
    }
    this.tell(wish, 'Normal', 'Pulling', clusterCode.get().phrases.pulling(this.context.release, image));
    const wishedMs = this.context.clock.now;
    this.queue.push(() => this.pull(wish, `${wish.pod.metadata.uid}_${image}`, wishedMs));
    this.next();
  }

  forget(podUid: string): void {
    this.backOff.forget(`${podUid}_`);
    for (const id of this.context.pullWaits.keys()) if (id.startsWith(`${podUid}_`)) this.context.pullWaits.delete(id);
  }

  /** The pull under way goes on in the runtime; nobody waits for it. */
  stop(): void {
    this.stopped = true;
    this.pulling?.();
    this.queue.length = 0;
  }

  private next(): void {
    if (this.pulling || this.stopped) return;
    this.queue.shift()?.();
  }

  private pull(wish: ImageWish, id: string, wishedMs: number): void {
    const { runtime, clock, release } = this.context;
    const { image = '' } = wish.container;
    if (wish.isOver()) return this.next();
    let settled = false;
    const after = (then: () => void): void => {
      settled = true;
      this.pulling = undefined;
      if (!wish.isOver()) then();
      this.next();
    };
    const cancel = runtime.pull(
      image,
      wish.pod.spec.imagePullSecrets ? clusterCode.get().pullCredentials(this.context, wish.pod, image) : undefined,
      wish.trace,
      (found, tookMs) =>
        after(() => {
          this.tell(wish, 'Normal', 'Pulled', clusterCode.get().phrases.pulled(release, image, tookMs, clock.now - wishedMs, found.sizeBytes));
          wish.done(found);
        }),
      (why) =>
        after(() => {
          this.backOff.next(id, clock.now, clock.now);
          this.context.pullWaits.set(id, clock.now + this.backOff.delayMs(id));
          this.tell(wish, 'Warning', 'Failed', clusterCode.get().phrases.pullFailed(image, why));
          wish.fail({ reason: 'ErrImagePull', message: why });
        }),
    );
    if (!settled) this.pulling = cancel;
  }

  private present(wish: ImageWish, image: RuntimeImage): void {
    this.tell(wish, 'Normal', 'Pulled', clusterCode.get().phrases.present(this.context.release, wish.container.image ?? ''));
    wish.done(image);
  }

  private invalid(wish: ImageWish, refusal: string): void {
    const message = clusterCode.get().phrases.invalidImageName(this.context.release, wish.container.image ?? '', refusal);
    this.tell(wish, 'Warning', 'InspectFailed', message);
    wish.fail({ reason: 'InvalidImageName', message });
  }

  private never(wish: ImageWish): void {
    const message = clusterCode.get().phrases.neverPull(wish.container.image ?? '');
    this.tell(wish, 'Warning', 'ErrImageNeverPull', message);
    wish.fail({ reason: 'ErrImageNeverPull', message });
  }

  private tell({ pod, container, trace }: ImageWish, type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.context.tellPod(pod, type, reason, message, trace, container.name);
  }
}
