/** Who belongs to etcd: the one that runs, where it says that it is to be found, and learners that somebody has named and nobody has started. */
import type { Host } from '../../host/index.ts';
import type { ClusterStore } from '../api/cluster-store.ts';
import { Refusal } from './refusal.ts';

export const ownId = '9372538179322589801';

interface Learner {
  readonly ID: string;
  readonly peerURLs: readonly string[];
  readonly isLearner: true;
}

const LEARNERS_MAX = 1; // --max-learners
const NOT_FOUND = 5;
const FAILED_PRECONDITION = 9;

export class Members {
  private readonly host: Host;
  private ownPeers: readonly string[] | undefined;
  private learners: readonly Learner[] = [];

  constructor(host: Host) {
    this.host = host;
  }

  list(): readonly object[] {
    const { name, network } = this.host;
    return [{ ID: ownId, name, peerURLs: this.ownPeers ?? [`https://${network.address}:2380`], clientURLs: [`https://${network.address}:2379`] }, ...this.learners];
  }

  /** One with a vote would have to answer before anything is written, and here none ever will. */
  add(peerURLs: readonly string[], isLearner: boolean): Learner {
    this.demandFree(peerURLs);
    if (!isLearner) throw new Refusal('etcdserver: a second member with a vote is not part of this world: nothing here would start it, and without it the first could not write any more (--learner adds one without)', FAILED_PRECONDITION);
    if (this.learners.length >= LEARNERS_MAX) throw new Refusal('etcdserver: too many learner members in cluster', FAILED_PRECONDITION);
    const ID = String((0x1000_0000_0000_0000n | (BigInt(this.host.random.next() >>> 0) << 24n)) + BigInt(this.host.random.next() & 0xff_ffff));
    const learner: Learner = { ID, peerURLs, isLearner: true };
    this.learners = [...this.learners, learner];
    return learner;
  }

  remove(id: string): void {
    if (id === ownId) throw new Refusal('etcdserver: re-configuration failed due to not enough started members', FAILED_PRECONDITION);
    this.demandLearner(id);
    this.learners = this.learners.filter(({ ID }) => ID !== id);
  }

  update(id: string, peerURLs: readonly string[]): void {
    if (id !== ownId) this.demandLearner(id);
    this.demandFree(peerURLs, id);
    if (id === ownId) this.ownPeers = peerURLs;
    else this.learners = this.learners.map((one) => (one.ID === id ? { ...one, peerURLs } : one));
  }

  promote(id: string): never {
    if (id === ownId) throw new Refusal('etcdserver: can only promote a learner member', FAILED_PRECONDITION);
    this.demandLearner(id);
    throw new Refusal('etcdserver: can only promote a learner member which is in sync with leader', FAILED_PRECONDITION);
  }

  private demandLearner(id: string): void {
    if (!this.learners.some(({ ID }) => ID === id)) throw new Refusal('etcdserver: member not found', NOT_FOUND);
  }

  private demandFree(peerURLs: readonly string[], except?: string): void {
    if (peerURLs.length === 0 || !peerURLs.every((url) => /^https?:\/\/[^/:\s]+:\d{1,5}$/.test(url))) throw new Refusal('etcdserver: given member URLs are invalid', 3);
    const others = (this.list() as readonly { readonly ID: string; readonly peerURLs: readonly string[] }[]).filter(({ ID }) => ID !== except).flatMap((one) => one.peerURLs);
    if (peerURLs.some((url) => others.includes(url))) throw new Refusal('etcdserver: Peer URLs already exists', FAILED_PRECONDITION);
  }
}

const ofStore = new WeakMap<ClusterStore, Members>();

export function membersOf(host: Host, store: ClusterStore): Members {
  let members = ofStore.get(store);
  if (!members) ofStore.set(store, (members = new Members(host)));
  return members;
}
