/** The sites that the documentation's examples and ingress-nginx are applied from: manifests of our own under the names that it uses, with images that the registry here has. */
import { encodeUtf8, type Call, type Request } from '../../base/index.ts';

const ingress = /^\/kubernetes\/ingress-nginx\/[^/]+\/deploy\/static\/provider\/(?:baremetal|cloud|kind)\/deploy\.yaml$/;
const files = import.meta.glob<string>('./k8s-examples/**/*.yaml', { query: '?raw', import: 'default', eager: true });

export function answerExample({ method, path }: Request, call: Call): void {
  const text = ingress.test(path) ? files['./k8s-examples/ingress-nginx.yaml'] : path.startsWith('/examples/') ? files[`./k8s-examples/${path.slice('/examples/'.length)}`] : undefined;
  call.head(text === undefined ? 404 : 200, { 'content-type': text === undefined ? 'text/plain; charset=utf-8' : 'application/x-yaml' });
  if (method !== 'HEAD') call.write(encodeUtf8(text ?? 'Not Found\n'));
  call.end();
}
