/** shell/system: programs that show and administer a machine; loaded when somebody runs the first of them. */
import type { Program } from '../../host/index.ts';
import { asCalled } from '../tool/as-called.ts';
import type { Tool } from '../tool/tool.ts';
import { groupadd, groupdel, useradd, userdel, usermod } from './accounts-change.ts';
import { addgroup, adduser, delgroup, deluser } from './adduser.ts';
import { file, whereis } from './file-kind.ts';
import { df } from './df.ts';
import { findmnt } from './findmnt.ts';
import { getent, nologin, passwd } from './getent.ts';
import { flock } from './flock.ts';
import { iptables, iptablesSave } from './iptables.ts';
import { last } from './last.ts';
import { lsns } from './lsns.ts';
import { lsof } from './lsof.ts';
import { dmesg, hostnamectl, lsblk, lscpu, sysctl } from './machine.ts';
import { host, ifconfig, logger, telnet } from './net-old.ts';
import { arp, route } from './net-tables.ts';
import { openssl } from './openssl.ts';
import { apk, apt } from './packages.ts';
import { logname, nice, renice, setsid } from './priority.ts';
import { ps } from './ps/ps.ts';
import { pstree, tree } from './pstree.ts';
import { users, w, who } from './sessions.ts';
import { ss } from './ss.ts';
import { stty, tput } from './stty.ts';
import { taskset } from './taskset.ts';

const tools: Readonly<Record<string, Tool>> = {
  addgroup,
  adduser,
  apk,
  apt,
  'apt-get': apt,
  arp,
  delgroup,
  deluser,
  df,
  dmesg,
  file,
  findmnt,
  flock,
  getent,
  groupadd,
  groupdel,
  host,
  hostnamectl,
  ifconfig,
  iptables,
  'iptables-save': iptablesSave,
  last,
  logger,
  logname,
  lsblk,
  lscpu,
  lsns,
  lsof,
  nice,
  nologin,
  passwd,
  ps,
  pstree,
  renice,
  route,
  setsid,
  ss,
  stty,
  sysctl,
  taskset,
  telnet,
  tput,
  tree,
  useradd,
  userdel,
  usermod,
  users,
  w,
  whereis,
  who,
};

export const systemPrograms: Readonly<Record<string, Program>> = { ...Object.fromEntries(Object.entries(tools).map(([name, tool]) => [name, asCalled(tool)])), openssl };
