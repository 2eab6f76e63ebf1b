/** The programs that make, show and enter what a container is made of. */
import type { Tool } from '../tool/tool.ts';
import { brctl } from './brctl.ts';
import { chroot } from './chroot.ts';
import { ip } from './ip.ts';
import { mount } from './mount.ts';
import { nsenter } from './nsenter.ts';
import { pivot_root } from './pivot-root.ts';
import { su, sudo } from './sudo.ts';
import { umount } from './umount.ts';
import { unshare } from './unshare.ts';

/** Those that small images have too. */
export const linuxToolsEverywhere: Readonly<Record<string, Tool>> = { brctl, chroot, ip, mount, nsenter, pivot_root, su, umount, unshare };

export const linuxTools: Readonly<Record<string, Tool>> = { sudo };
