/** The images of Kubernetes' own components, which static pods run: a small base that all share and one executable each. */
import { epochOf } from '../../base/index.ts';
import { FileList, type Recipe } from './recipe.ts';

export interface Release {
  readonly registry: string;
  readonly version: string;
  readonly etcd: string;
  readonly coredns: string;
  readonly metrics?: string; // of metrics-server, repository and tag
  readonly builtMs: number;
}

const BYTES: Readonly<Record<string, number>> = {
  'kube-apiserver': 83_623_936,
  'kube-controller-manager': 70_254_592,
  'kube-scheduler': 46_137_344,
  'kube-proxy': 66_453_504,
  etcd: 25_092_096,
  etcdctl: 17_170_432,
  etcdutl: 15_418_368,
  coredns: 70_221_824,
  'metrics-server': 74_842_112,
};

function base(): FileList {
  const files = new FileList(0);
  files.dirs('/bin', '/dev', '/etc', '/home/nonroot', '/proc', '/sys', '/usr/local/bin', '/var').dir('/root', 0o700).dir('/tmp', 0o1777);
  files.text('/etc/passwd', 'root:x:0:0:root:/root:/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n');
  files.text('/etc/group', 'root:x:0:\nnobody:x:65534:\ntty:x:5:\nstaff:x:50:\nnonroot:x:65532:\n');
  files.text('/etc/os-release', 'PRETTY_NAME="Distroless"\nNAME="Debian GNU/Linux"\nID="debian"\nVERSION_ID="12"\n');
  return files.bulk('/etc/ssl/certs/ca-certificates.crt', 218_403).bulk('/usr/share/zoneinfo/zone1970.tab', 1_853_440);
}

function component(release: Release, name: string, tag: string, repository: string): Recipe {
  const isAddon = name === 'coredns' || name === 'metrics-server';
  const path = isAddon ? `/${name}` : `/usr/local/bin/${name}`;
  return {
    repository: `${release.registry}/${repository}`,
    tags: [tag],
    createdMs: release.builtMs,
    config: {
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt'],
      Entrypoint: isAddon ? [path] : [],
      User: '0',
      WorkingDir: '/',
    },
    instructions: [
      { by: 'COPY /rootfs / # buildkit', layer: { name: 'distroless', files: base } },
      {
        by: `COPY ${name} ${path} # buildkit`,
        layer: { name: `${name}-${tag}`, files: () => programs(release, name, path, tag) },
      },
      ...(isAddon ? [{ by: `ENTRYPOINT ["${path}"]` }] : []),
    ],
  };
}

/** With etcd come the tools that speak with it. */
function programs({ builtMs }: Release, name: string, path: string, tag: string): FileList {
  const files = new FileList(builtMs).program(path, name, BYTES[name]!, `version ${tag}\n`);
  const tools = name !== 'etcd' ? [] : tag.startsWith('3.6.') ? ['etcdctl', 'etcdutl'] : ['etcdctl'];
  for (const tool of tools) files.program(`/usr/local/bin/${tool}`, tool, BYTES[tool]!, `version ${tag.replace(/-0$/, '')}\n`);
  return files;
}

export function planeOf(release: Release): readonly Recipe[] {
  return [
    ...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy'].map((name) => component(release, name, release.version, name)),
    component(release, 'etcd', release.etcd, 'etcd'),
    component(release, 'coredns', release.coredns, release.coredns.startsWith('v') ? 'coredns/coredns' : 'coredns'),
    ...(release.metrics ? [component(release, 'metrics-server', release.metrics.split(':')[1]!, release.metrics.split(':')[0]!)] : []),
  ];
}

/** Those of the newest release. */
export const controlPlaneRecipes = planeOf({ registry: 'registry.k8s.io', version: 'v1.36.1', etcd: '3.6.8-0', coredns: 'v1.13.1', metrics: 'metrics-server/metrics-server:v0.8.0', builtMs: epochOf(2026, 5, 13) });
