/** nginx: Debian's rootfs below, the server's package on top, then its log links or its entrypoint scripts, as each release was built. */
import { epochOf, sha256Hex } from '../../base/index.ts';
import { debianBase, debianGroup, debianPasswd, type DebianRelease } from './debian.ts';
import { defaultServer, entrypointScripts, errorPage, mainConfig, mimeTypes, parameterFiles, welcomePage } from './nginx-files.ts';
import { FileList, type Instruction, type LayerRecipe, type Recipe } from './recipe.ts';

interface Release {
  readonly tags: readonly string[];
  readonly version: string;
  readonly packaged: string; // revision of its package
  readonly debian: DebianRelease;
  readonly builtMs: number;
  readonly packageBytes: number; // of the layer that installs it
}

const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const SERVER_BYTES = 1_411_264;

const oldReleases: readonly Release[] = [
  { tags: ['1.7.9'], version: '1.7.9', packaged: '1.7.9-1~wheezy', debian: 'wheezy', builtMs: epochOf(2015, 1, 28), packageBytes: 6_647_808 },
  { tags: ['1.8', '1.8.0'], version: '1.8.0', packaged: '1.8.0-1~jessie', debian: 'jessie', builtMs: epochOf(2015, 6, 2), packageBytes: 7_610_368 },
  { tags: ['1.9.1'], version: '1.9.1', packaged: '1.9.1-1~jessie', debian: 'jessie', builtMs: epochOf(2015, 6, 2), packageBytes: 7_626_752 },
];

const newReleases: readonly Release[] = [
  { tags: ['1.21', '1.21.6'], version: '1.21.6', packaged: '1~bullseye', debian: 'bullseye', builtMs: epochOf(2023, 2, 9), packageBytes: 61_083_648 },
  { tags: ['1.22', '1.22.1'], version: '1.22.1', packaged: '1~bullseye', debian: 'bullseye', builtMs: epochOf(2023, 2, 9), packageBytes: 61_247_488 },
  { tags: ['1.23', '1.23.3'], version: '1.23.3', packaged: '1~bullseye', debian: 'bullseye', builtMs: epochOf(2023, 2, 9), packageBytes: 61_345_792 },
  { tags: ['1.25', '1.25.5'], version: '1.25.5', packaged: '1~bookworm', debian: 'bookworm', builtMs: epochOf(2025, 1, 14), packageBytes: 112_394_240 },
  { tags: ['1.26', '1.26.3'], version: '1.26.3', packaged: '1~bookworm', debian: 'bookworm', builtMs: epochOf(2025, 2, 5), packageBytes: 112_668_672 },
  { tags: ['1.27', '1.27.5'], version: '1.27.5', packaged: '1~bookworm', debian: 'bookworm', builtMs: epochOf(2025, 4, 16), packageBytes: 117_243_904 },
  { tags: ['1.28', '1.28.0', 'stable'], version: '1.28.0', packaged: '1~bookworm', debian: 'bookworm', builtMs: epochOf(2025, 4, 23), packageBytes: 117_391_360 },
  { tags: ['1.29', '1.29.3', 'latest', 'mainline'], version: '1.29.3', packaged: '1~trixie', debian: 'trixie', builtMs: epochOf(2025, 11, 18), packageBytes: 81_985_536 },
];

/** Until 1.9 the instructions were few, and the logs went to the streams by two links of one layer. */
function oldRecipe(release: Release): Recipe {
  const { version, builtMs, tags, debian } = release;
  const base = debianBase(debian);
  const logs = `nginx-${version}-logs`;
  const key = `/bin/sh -c apt-key adv --keyserver pgp.mit.edu --recv-keys 573BFD6B3D8FBC641079A6ABABF5BD827BD9BF62`;
  return {
    repository: 'docker.io/library/nginx',
    tags,
    createdMs: builtMs,
    config: {
      Env: [PATH, `NGINX_VERSION=${release.packaged}`],
      Cmd: ['nginx', '-g', 'daemon off;'],
      ExposedPorts: ['80/tcp', '443/tcp'],
      Volumes: ['/var/cache/nginx'],
    },
    instructions: [
      base,
      { by: '/bin/sh -c #(nop) CMD [/bin/bash]' },
      { by: '/bin/sh -c #(nop) MAINTAINER NGINX Docker Maintainers "docker-maint@nginx.com"' },
      { by: key, layer: { name: `nginx-key-${debian}`, files: () => new FileList(builtMs).bulk('/etc/apt/trusted.gpg', 1_994, 0o600) } },
      {
        by: `/bin/sh -c echo "deb http://nginx.org/packages/mainline/debian/ ${debian} nginx" >> /etc/apt/sources.list`,
        layer: { name: `nginx-sources-${debian}`, files: () => new FileList(builtMs).text('/etc/apt/sources.list', sources(debian)) },
      },
      { by: `/bin/sh -c #(nop) ENV NGINX_VERSION=${release.packaged}` },
      { by: `/bin/sh -c apt-get update && apt-get install -y ca-certificates nginx=\${NGINX_VERSION} && rm -rf /var/lib/apt/lists/*`, layer: packageLayer(release) },
      { by: '/bin/sh -c ln -sf /dev/stdout /var/log/nginx/access.log', layer: linkLayer(`${logs}-access`, 'access.log', '/dev/stdout', builtMs) },
      { by: '/bin/sh -c ln -sf /dev/stderr /var/log/nginx/error.log', layer: linkLayer(`${logs}-error`, 'error.log', '/dev/stderr', builtMs) },
      { by: '/bin/sh -c #(nop) VOLUME [/var/cache/nginx]' },
      { by: '/bin/sh -c #(nop) EXPOSE 443/tcp 80/tcp' },
      { by: '/bin/sh -c #(nop) CMD ["nginx" "-g" "daemon off;"]' },
    ],
  };
}

function sources(debian: DebianRelease): string {
  return `deb http://deb.debian.org/debian ${debian} main\ndeb http://nginx.org/packages/mainline/debian/ ${debian} nginx\n`;
}

function linkLayer(name: string, file: string, target: string, builtMs: number): LayerRecipe {
  return { name, files: () => new FileList(builtMs).link(`/var/log/nginx/${file}`, target) };
}

/** Since 1.19 an entrypoint prepares the configuration, by scripts that each came with a COPY of its own. */
function newRecipe(release: Release): Recipe {
  const { version, builtMs, tags } = release;
  const base = debianBase(release.debian);
  const nop = '/bin/sh -c #(nop) ';
  const withResolvers = !['1.21.6', '1.22.1', '1.23.3'].includes(version);
  const scripts = entrypointScripts.filter((script) => withResolvers || script.name !== '15-local-resolvers.envsh');
  return {
    repository: 'docker.io/library/nginx',
    tags,
    createdMs: builtMs,
    config: {
      Env: [PATH, `NGINX_VERSION=${version}`, 'NJS_VERSION=0.8.4', `PKG_RELEASE=${release.packaged}`],
      Entrypoint: ['/docker-entrypoint.sh'],
      Cmd: ['nginx', '-g', 'daemon off;'],
      ExposedPorts: ['80/tcp'],
      Labels: { maintainer: 'NGINX Docker Maintainers <docker-maint@nginx.com>' },
      StopSignal: 'SIGQUIT',
    },
    instructions: [
      base,
      { by: `${nop} CMD ["bash"]` },
      { by: `${nop} LABEL maintainer=NGINX Docker Maintainers <docker-maint@nginx.com>` },
      { by: `${nop} ENV NGINX_VERSION=${version}` },
      { by: `${nop} ENV PKG_RELEASE=${release.packaged}` },
      { by: '/bin/sh -c set -x     && addgroup --system --gid 101 nginx || true     && adduser --system --uid 101 nginx || true     && apt-get install -y nginx', layer: packageLayer(release) },
      ...scripts.map((script): Instruction => ({ by: `${nop}COPY file:${sha256Hex(script.text)} in ${script.dir} `, layer: scriptLayer(script) })),
      { by: `${nop} ENTRYPOINT ["/docker-entrypoint.sh"]` },
      { by: `${nop} EXPOSE 80` },
      { by: `${nop} STOPSIGNAL SIGQUIT` },
      { by: `${nop} CMD ["nginx" "-g" "daemon off;"]` },
    ],
  };
}

/** The same files for every release, so the same layers. */
function scriptLayer({ name, dir, text }: (typeof entrypointScripts)[number]): LayerRecipe {
  const path = dir === '/' ? `/${name}` : `${dir}/${name}`;
  return { name: `nginx-${name}`, files: () => new FileList(epochOf(2023, 1, 11)).text(path, text, 0o755) };
}

function packageLayer(release: Release): LayerRecipe {
  return { name: `nginx-${release.version}`, files: () => packageFiles(release) };
}

function packageFiles({ version, builtMs, packageBytes }: Release): FileList {
  const isOld = version.startsWith('1.7.') || version.startsWith('1.8.') || version.startsWith('1.9.');
  const files = new FileList(builtMs);
  files.program('/usr/sbin/nginx', 'nginx', SERVER_BYTES, `version ${version}\n`).text('/etc/nginx/nginx.conf', mainConfig(isOld)).text('/etc/nginx/mime.types', mimeTypes);
  files.text('/etc/nginx/conf.d/default.conf', defaultServer(isOld));
  for (const [name, text] of parameterFiles) files.text(`/etc/nginx/${name}`, text);
  files.text('/usr/share/nginx/html/index.html', welcomePage).text('/usr/share/nginx/html/50x.html', errorPage);
  files.text('/etc/passwd', `${debianPasswd}nginx:x:101:101:nginx user:/nonexistent:/bin/false\n`).text('/etc/group', `${debianGroup}nginx:x:101:\n`);
  files.dir('/var/cache/nginx').dir('/var/log/nginx', 0o755, isOld ? 0 : 101, isOld ? 0 : 4);
  let packed = SERVER_BYTES;
  const bulk = (path: string, bytes: number) => {
    files.bulk(path, bytes);
    packed += bytes;
  };
  bulk('/etc/ssl/certs/ca-certificates.crt', 218_403);
  if (!isOld) {
    files.dir('/docker-entrypoint.d').link('/var/log/nginx/access.log', '/dev/stdout').link('/var/log/nginx/error.log', '/dev/stderr');
    files.link('/etc/nginx/modules', '/usr/lib/nginx/modules').program('/usr/bin/curl', 'curl', 276_240).program('/usr/bin/envsubst', 'envsubst', 43_672);
    packed += 276_240 + 43_672;
    bulk('/usr/lib/nginx/modules/ngx_http_js_module.so', 1_352_896);
    bulk('/usr/lib/nginx/modules/ngx_http_xslt_filter_module.so', 27_600);
    bulk('/usr/lib/x86_64-linux-gnu/libcurl.so.4.7.0', 638_808);
    bulk('/usr/lib/x86_64-linux-gnu/libxml2.so.2.9.10', 1_837_672);
  }
  bulk('/usr/lib/x86_64-linux-gnu/libcrypto.so', 3_031_904);
  return files.bulk('/usr/share/GeoIP/GeoIP.dat', Math.max(0, packageBytes - packed));
}

export const nginxRecipes: readonly Recipe[] = [...oldReleases.map(oldRecipe), ...newReleases.map(newRecipe)];
