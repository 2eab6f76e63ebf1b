/**
 * nginx as Debian packages it, on Debian's base: no entrypoint, its pages below /var/www, its log in the plain format. No registry
 * serves it; hosts may have it on their disk under another name.
 */
import { epochOf } from '../../base/index.ts';
import { debianBase, debianGroup, debianPasswd } from './debian.ts';
import { mimeTypes, parameterFiles, welcomePage } from './nginx-files.ts';
import { FileList, type Recipe } from './recipe.ts';

const builtMs = epochOf(2026, 11, 21);
const SERVER_BYTES = 1_272_168;

const mainConfig = `user www-data;
worker_processes auto;
pid /run/nginx.pid;
error_log /var/log/nginx/error.log;

events {
	worker_connections 768;
}

http {
	sendfile on;
	tcp_nopush on;

	include /etc/nginx/mime.types;
	default_type application/octet-stream;

	access_log /var/log/nginx/access.log;

	gzip on;

	include /etc/nginx/conf.d/*.conf;
	include /etc/nginx/sites-enabled/*;
}
`;

const defaultSite = `server {
	listen 80 default_server;

	root /var/www/html;
	index index.html index.htm index.nginx-debian.html;

	server_name _;

	location / {
		try_files $uri $uri/ =404;
	}
}
`;

function packageFiles(): FileList {
  const files = new FileList(builtMs);
  files.text('/etc/debian_version', '12.15\n').program('/usr/sbin/nginx', 'nginx', SERVER_BYTES, 'version 1.22.1\n');
  files.text('/etc/nginx/nginx.conf', mainConfig).text('/etc/nginx/mime.types', mimeTypes).text('/etc/nginx/sites-available/default', defaultSite);
  for (const [name, text] of parameterFiles) files.text(`/etc/nginx/${name}`, text);
  files.link('/etc/nginx/sites-enabled/default', '/etc/nginx/sites-available/default').dirs('/etc/nginx/conf.d', '/var/lib/nginx/body');
  files.text('/var/www/html/index.nginx-debian.html', welcomePage).text('/etc/passwd', debianPasswd).text('/etc/group', debianGroup);
  files.link('/var/log/nginx/access.log', '/dev/stdout').link('/var/log/nginx/error.log', '/dev/stderr');
  return files.bulk('/usr/share/nginx/modules-available/pack', 4_210_688);
}

export const debianNginxRecipe: Recipe = {
  repository: 'localhost/debian-nginx',
  tags: ['1.22'],
  createdMs: builtMs,
  config: { Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'], Cmd: ['nginx', '-g', 'daemon off;'], ExposedPorts: ['80/tcp'] },
  instructions: [
    debianBase('bookworm'),
    { by: '/bin/sh -c apt-get update && apt-get -y upgrade && apt-get -y install nginx', layer: { name: 'nginx-debian', files: packageFiles } },
    { by: '/bin/sh -c #(nop) EXPOSE 80' },
    { by: '/bin/sh -c #(nop) CMD ["nginx" "-g" "daemon off;"]' },
  ],
};
