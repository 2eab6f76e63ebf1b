/** Keys of ssh are made when a world begins. */
import { Asset } from '../sim/index.ts';

export const keyCode = new Asset('keys', () => import('./keys/index.ts'));
