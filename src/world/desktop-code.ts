/** What only a Mac needs: its disk, and Docker Desktop. Loaded before a world with one begins. */
import { Asset } from '../sim/index.ts';

export const desktopCode = new Asset('desktop', () => import('./desktop/index.ts'));
