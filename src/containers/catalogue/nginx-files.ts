/** The files of the nginx images that somebody may want to read or change: its configuration, its pages and its entrypoint's scripts. */
import { executableText } from '../../host/index.ts';

export function mainConfig(isOld: boolean): string {
  const modern = isOld ? ['worker_processes  1;', 'warn'] : ['worker_processes  auto;', 'notice'];
  return `
user  nginx;
${modern[0]}

error_log  /var/log/nginx/error.log ${modern[1]};
pid        ${isOld ? '/var' : ''}/run/nginx.pid;


events {
    worker_connections  1024;
}


http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;

    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" '
                      '$status $body_bytes_sent "$http_referer" '
                      '"$http_user_agent" "$http_x_forwarded_for"';

    access_log  /var/log/nginx/access.log  main;

    sendfile        on;
    #tcp_nopush     on;

    keepalive_timeout  65;

    #gzip  on;

    include /etc/nginx/conf.d/*.conf;
}
`;
}

export function defaultServer(isOld: boolean): string {
  return `server {
    listen       80;
    server_name  localhost;

    #access_log  /var/log/nginx/${isOld ? 'log/' : ''}host.access.log  main;

    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }

    #error_page  404              /404.html;

    # what is shown when the server itself fails
    error_page   500 502 503 504  /50x.html;
    location = /50x.html {
        root   /usr/share/nginx/html;
    }
}
`;
}

export const mimeTypes = `
types {
    text/html                                        html htm shtml;
    text/css                                         css;
    text/xml                                         xml;
    image/gif                                        gif;
    image/jpeg                                       jpeg jpg;
    application/javascript                           js;
    text/plain                                       txt;
    image/png                                        png;
    image/svg+xml                                    svg svgz;
    image/x-icon                                     ico;
    application/json                                 json;
    application/pdf                                  pdf;
    application/wasm                                 wasm;
    application/zip                                  zip;
    video/mp4                                        mp4;
}
`;

const parameters = `QUERY_STRING       $query_string;
REQUEST_METHOD     $request_method;
CONTENT_TYPE       $content_type;
CONTENT_LENGTH     $content_length;
REQUEST_URI        $request_uri;
DOCUMENT_URI       $document_uri;
DOCUMENT_ROOT      $document_root;
SERVER_PROTOCOL    $server_protocol;
REMOTE_ADDR        $remote_addr;
SERVER_NAME        $server_name;
`.trimEnd();

export const parameterFiles: readonly (readonly [string, string])[] = ['fastcgi', 'scgi', 'uwsgi'].map((kind) => [
  `${kind}_params`,
  parameters
    .split('\n')
    .map((line) => `${kind}_param  ${line}\n`)
    .join(''),
]);

export const welcomePage = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto; font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>The web server is installed and answers. What it serves, and where from, is up to its configuration now.</p>
</body>
</html>
`;

export const errorPage = `<!DOCTYPE html>
<html>
<head>
<title>Error</title>
</head>
<body>
<h1>An error occurred.</h1>
<p>This page cannot be shown at the moment. The error log tells why.</p>
</body>
</html>
`;

/** What it does is a program's work; the text after its first line is for those who look inside. */
const entrypoint = `${executableText('docker-entrypoint')}# Runs each script of /docker-entrypoint.d in turn, then becomes the command that it was given.
# Only the nginx and nginx-debug commands are prepared for; any other starts at once.
`;

const listenOnIpv6 = `#!/bin/sh
# Lets the default server listen on IPv6 too, unless somebody has changed its file.
set -e
ME=$(basename "$0")
FILE=etc/nginx/conf.d/default.conf
[ -f "/$FILE" ] || exit 0
grep -q "listen  \\[::\\]:80;" "/$FILE" && exit 0
sed -i -E 's,listen       80;,listen       80;\\n    listen  [::]:80;,' "/$FILE"
echo "$ME: info: Enabled listen on IPv6 in /$FILE"
`;

const substitute = `#!/bin/sh
# Fills the templates of /etc/nginx/templates with the environment and puts them into /etc/nginx/conf.d.
set -e
dir=\${NGINX_ENVSUBST_TEMPLATE_DIR:-/etc/nginx/templates}
out=\${NGINX_ENVSUBST_OUTPUT_DIR:-/etc/nginx/conf.d}
[ -d "$dir" ] || exit 0
for file in "$dir"/*.template; do
  [ -f "$file" ] || continue
  name=$(basename "$file" .template)
  envsubst < "$file" > "$out/$name"
done
`;

const tuneWorkers = `#!/bin/sh
# Sets the number of workers to that of the processors the container may use, when it is asked to.
set -e
[ -n "$NGINX_ENTRYPOINT_WORKER_PROCESSES_AUTOTUNE" ] || exit 0
sed -i -E "s/^worker_processes .*/worker_processes $(nproc);/" /etc/nginx/nginx.conf
`;

const localResolvers = `#!/bin/sh
# Gives the name servers of /etc/resolv.conf to the scripts that follow, when it is asked to.
[ "$NGINX_ENTRYPOINT_LOCAL_RESOLVERS" ] || return 0
NGINX_LOCAL_RESOLVERS=$(awk 'BEGIN{ORS=" "} $1=="nameserver" {print $2}' /etc/resolv.conf)
export NGINX_LOCAL_RESOLVERS
`;

/** In the order of their COPYs. */
export const entrypointScripts: readonly { readonly name: string; readonly dir: string; readonly text: string }[] = [
  { name: 'docker-entrypoint.sh', dir: '/', text: entrypoint },
  { name: '10-listen-on-ipv6-by-default.sh', dir: '/docker-entrypoint.d', text: listenOnIpv6 },
  { name: '15-local-resolvers.envsh', dir: '/docker-entrypoint.d', text: localResolvers },
  { name: '20-envsubst-on-templates.sh', dir: '/docker-entrypoint.d', text: substitute },
  { name: '30-tune-worker-processes.sh', dir: '/docker-entrypoint.d', text: tuneWorkers },
];
