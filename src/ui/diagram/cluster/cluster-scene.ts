// What the cluster lens takes from the mirror, and what it makes of it: places of everything, no colours and no words.
import type { ComponentRow, HostRow, NodeRow, OwnerRow, PodRow, RowKey, ServiceRow, StorageRow } from '../../../client/index.ts';
import type { Point, Rect } from '../rect.ts';
import type { Spots } from '../spot-keys.ts';
import type { Density } from './density.ts';
import type { Seats } from './seats.ts';

export interface ClusterRows {
  readonly hosts: readonly HostRow[];
  readonly nodes: readonly NodeRow[];
  readonly components: readonly ComponentRow[];
  readonly owners: readonly OwnerRow[];
  readonly pods: readonly PodRow[];
  readonly services: readonly ServiceRow[];
  readonly storage: readonly StorageRow[];
}

/** The window it is drawn in: how many trays stand side by side follows from its shape, and from nothing that changes by itself. */
export interface Frame {
  readonly width: number;
  readonly height: number;
}

export interface FamilyLine {
  readonly about: RowKey; // of a ReplicaSet, a Job, a claim that its pods use
  readonly y: number; // below the family's top
}

export interface Family {
  readonly owner: string; // id of the topmost owner's row; '' for claims and volumes that belong to none
  readonly rect: Rect;
  readonly lines: readonly FamilyLine[];
  readonly hidden: number; // old revisions without pods that are not listed
  readonly unlisted: number; // claims and volumes, past the first few
}

export interface Chip {
  readonly id: string; // of a component's row or of a host's
  readonly table: 'components' | 'hosts';
  readonly rect: Rect;
}

export interface Tray {
  readonly node: string; // id of its node row
  readonly rect: Rect;
  readonly chips: readonly Chip[]; // kubelet, kube-proxy
  readonly pods: number;
}

export interface PodSpot {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly cellWidth: number;
  readonly labelled: boolean;
  readonly waits: boolean; // in the bay
}

export interface Wire {
  readonly id: string;
  readonly service: string;
  readonly lane: number; // which of the services, for its dash
  /** From the bar down to the tray, drawn below the trays; and from the tray's edge to the pods, drawn above it. */
  readonly outside: readonly Point[];
  readonly inside: readonly (readonly Point[])[];
}

export interface ClusterScene {
  readonly kind: 'cluster';
  readonly density: Density;
  readonly size: Frame;
  readonly plane: Rect;
  readonly chips: readonly Chip[];
  readonly families: readonly Family[];
  readonly services: readonly { readonly id: string; readonly rect: Rect }[];
  readonly trays: readonly Tray[];
  readonly bay: Rect;
  readonly waiting: number;
  readonly pods: readonly PodSpot[];
  readonly wires: readonly Wire[];
  readonly spots: Spots;
  /** What the next scene needs of this one to keep things in their places. */
  readonly memory: Memory;
}

export interface Memory {
  readonly seats: Seats;
  readonly density: Density | undefined;
  readonly bayDensity: Density | undefined;
  readonly rows: number; // of pods in a tray; grows, and shrinks only with the density
}
