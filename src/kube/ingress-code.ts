/** The code of the controller of Ingresses, which no cluster has before somebody applies it. */
import { Asset } from '../sim/index.ts';
import type * as Controller from './addons/ingress/ingress-controller.ts';

const { './addons/ingress/ingress-controller.ts': fetch } = import.meta.glob<typeof Controller>('./addons/ingress/ingress-controller.ts');

export const ingressCode = new Asset('ingress-controller', fetch!);
