/** shell/darwin: what a Mac has in place of Linux's programs of the same names, and what Linux has not; loaded when somebody runs the first of them. */
import type { Program } from '../../host/index.ts';
import { programOf, type Tool } from '../tool/tool.ts';
import { df, mount } from './disks.ts';
import { ifconfig, ping } from './network.ts';
import { open } from './open.ts';
import { ps } from './ps.ts';
import { arch, swVers, sysctl, uname } from './system.ts';

const tools: Readonly<Record<string, Tool>> = {
  'darwin-arch': arch,
  'darwin-df': df,
  'darwin-ifconfig': ifconfig,
  'darwin-mount': mount,
  'darwin-open': open,
  'darwin-ping': ping,
  'darwin-ps': ps,
  'darwin-sysctl': sysctl,
  'darwin-uname': uname,
  sw_vers: swVers,
};

export const darwinPrograms: Readonly<Record<string, Program>> = Object.fromEntries(Object.entries(tools).map(([name, tool]) => [name, programOf(tool)]));
