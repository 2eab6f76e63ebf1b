/** One controller of a crew: under what names it asks and tells, and in which releases it is there. */
import type { Signer } from '../../base/index.ts';
import type { NetStack } from '../../host/index.ts';
import type { Reconciler } from '../../sim/index.ts';
import type { KubeObject } from '../meta/object.ts';
import type { ControllerContext } from './controller-context.ts';

export interface CrewMember {
  readonly user: string; // of its requests
  readonly component: string; // of its events
  readonly since?: number;
  readonly until?: number;
  make(context: ControllerContext, options: CrewOptions): Reconciler<KubeObject>;
}

export interface CrewOptions {
  /** The certificate of the cluster's authority, as pods get it. */
  readonly rootCertificate?: string;
  /** With which requests for certificates are answered. */
  readonly signer?: Signer;
  /** Of the host whose connections it decides on. */
  readonly network?: NetStack;
}

export const account = (name: string) => `system:serviceaccount:kube-system:${name}`;
