/** The code of what etcd does when somebody asks it for keys, or gives it a directory that another one has filled. */
import { Asset } from '../sim/index.ts';
import type * as Etcd from './etcd/index.ts';

const { './etcd/index.ts': fetch } = import.meta.glob<typeof Etcd>('./etcd/index.ts');

export const etcdCode = new Asset('kubernetes-etcd', fetch!);
