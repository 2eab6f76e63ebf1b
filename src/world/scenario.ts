/** A scenario: the world as it stands before the first input. Data alone, so that a lesson or an embed can name one and a shared link can carry its name. */
import type { Profile } from '../client/index.ts';
import type { Latency } from './latency.ts';

export interface Scenario {
  readonly name: string;
  readonly startsAtMs: number; // wall clock when somebody first sees it, milliseconds since 1970 UTC
  readonly warmUpMs: number; // virtual time that has passed by then: nodes have become ready
  readonly profile: Profile; // how long what real parts do in parallel takes
  /** Where its machines are unlike those of the profile; under another profile they are not. */
  readonly latency?: Partial<Latency>;
  readonly hosts: readonly HostSpec[];
  readonly clusters: readonly ClusterSpec[];
  readonly registries: readonly RegistrySpec[];
  /** Files of the learner's home on the first host, by path below it. */
  readonly home: Readonly<Record<string, string>>;
  readonly opens: readonly string[]; // files of the home that the editor opens at first
  readonly suggestions: readonly { readonly code: string; readonly commands: readonly string[] }[];
  readonly breakable: string; // an image reference worth breaking; '' for none
}

export interface HostSpec {
  readonly name: string;
  readonly address: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly diskBytes?: number; // 64 GiB when left out
  readonly ipv6?: boolean; // off when left out
  readonly cgroupVersion?: 1 | 2; // 2 when left out
  readonly fileSystems?: readonly string[]; // that its kernel knows beyond the usual: aufs
  readonly user: string; // who sits at its terminals
  /** The host that it is a virtual machine of: it is off until that host's unit `vm-NAME` starts it. */
  readonly inside?: string;
  readonly docker?: { readonly release: string; readonly platform?: string }; // it runs a Docker Engine: "28", as part of a product
  /** References already on its disk; one of the catalogue may be there under another name. */
  readonly images?: readonly (string | { readonly image: string; readonly as: string })[];
  readonly kernel?: 'Darwin'; // a Mac; Linux when left out
  readonly sshd?: false; // nobody gets in by ssh
  readonly osImage?: string; // what /etc/os-release says it runs
  readonly kernelRelease?: string;
}

export interface ClusterSpec {
  readonly name: string;
  readonly server: string; // simulated release, "1.36"
  readonly client: string; // of the kubectl that the first host has
  readonly context: string; // its name in the kubeconfig
  readonly controlPlane: string; // a host
  /** How its control plane runs: as static pods of its kubelet, or as units of its init. */
  readonly plane: 'pods' | 'units';
  readonly nodes: readonly NodeSpec[]; // the control plane's own among them
  readonly podCidr: string;
  readonly serviceCidr: string;
  readonly port?: number; // of its API server; 6443 when left out
  /** The name server that pods are given. */
  readonly clusterDns?: string;
}

export interface NodeSpec {
  readonly host: string;
  readonly podCidr: string;
  readonly tainted?: boolean; // node-role.kubernetes.io/control-plane:NoSchedule
  readonly labels?: Readonly<Record<string, string>>;
}

export interface RegistrySpec {
  readonly name: string; // as images name it: docker.io, registry.k8s.io, localhost:5000
  readonly host: string;
  readonly images: readonly string[] | 'catalogue'; // what it serves
}

export const GIB = 2 ** 30;
