/** ingress-nginx: a small Linux with the controller of Ingresses. */
import { epochOf } from '../../base/index.ts';
import { FileList, type Recipe } from './recipe.ts';

const builtMs = epochOf(2025, 11, 3);
const path = '/nginx-ingress-controller';

function base(): FileList {
  const files = new FileList(builtMs);
  files.dirs('/dev', '/etc/nginx', '/etc/ingress-controller', '/proc', '/sys', '/var/log/nginx').dir('/tmp', 0o1777);
  files.text('/etc/passwd', 'root:x:0:0:root:/root:/sbin/nologin\nwww-data:x:101:82:Linux User,,,:/home/www-data:/sbin/nologin\n');
  files.text('/etc/group', 'root:x:0:\nwww-data:x:82:www-data\n');
  return files.bulk('/usr/local/nginx/sbin/nginx', 19_872_104).bulk('/etc/ssl/certs/ca-certificates.crt', 218_403);
}

export const ingressNginxRecipe: Recipe = {
  repository: 'registry.k8s.io/ingress-nginx/controller',
  tags: ['v1.14.0'],
  createdMs: builtMs,
  config: { Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'], Entrypoint: [path], User: 'www-data', WorkingDir: '/etc/nginx' },
  instructions: [
    { by: 'COPY /chroot / # buildkit', layer: { name: 'ingress-nginx-base', files: base } },
    { by: `COPY nginx-ingress-controller ${path} # buildkit`, layer: { name: 'ingress-nginx-v1.14.0', files: () => new FileList(builtMs).program(path, 'nginx-ingress-controller', 54_118_400) } },
    { by: 'USER www-data' },
    { by: `ENTRYPOINT ["${path}"]` },
  ],
};
