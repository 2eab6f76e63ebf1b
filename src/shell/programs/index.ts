/** Every program of this room by the name that executables carry. */
import { become, type Program } from '../../host/index.ts';
import { runShell } from '../interpreter/main.ts';
import { baseName, programOf, runTool, say, type Tool, type ToolRun } from '../tool/tool.ts';
import { base64 } from './base64.ts';
import { basename, dirname } from './basename.ts';
import { cat } from './cat.ts';
import { md5sum, sha1sum, sha256sum, sha512sum } from './checksums.ts';
import { chmod, chown } from './chmod.ts';
import { cp } from './cp.ts';
import { cut } from './cut.ts';
import { date } from './date.ts';
import { du } from './du.ts';
import { echo } from './echo.ts';
import { env, printenv } from './env.ts';
import { find } from './find.ts';
import { egrep, fgrep, grep } from './grep.ts';
import { head } from './head.ts';
import { hostname } from './hostname.ts';
import { groups, id, whoami } from './id.ts';
import { kill } from './kill.ts';
import { ln } from './ln.ts';
import { ls } from './ls.ts';
import { mkdir, rmdir } from './mkdir.ts';
import { mktemp } from './mktemp.ts';
import { mv } from './mv.ts';
import { nc } from './nc.ts';
import { nohup } from './nohup.ts';
import { ping } from './ping.ts';
import { printf } from './printf.ts';
import { pwd } from './pwd.ts';
import { readlink, realpath } from './readlink.ts';
import { rm } from './rm.ts';
import { sed } from './sed.ts';
import { seq } from './seq.ts';
import { sleep } from './sleep.ts';
import { sort } from './sort.ts';
import { stat } from './stat.ts';
import { tail } from './tail.ts';
import { tee } from './tee.ts';
import { bracket, test } from './test.ts';
import { timeout } from './timeout.ts';
import { touch } from './touch.ts';
import { tr } from './tr.ts';
import { falsehood, truth } from './true.ts';
import { arch, nproc, uname } from './uname.ts';
import { uniq } from './uniq.ts';
import { watch } from './watch.ts';
import { linuxTools, linuxToolsEverywhere } from '../linux/index.ts';
import { wc } from './wc.ts';
import { which } from './which.ts';
import { xargs } from './xargs.ts';
import { yes } from './yes.ts';

/** What GNU's packages and busybox both have. */
const everywhere: Readonly<Record<string, Tool>> = {
  '[': bracket,
  arch,
  base64,
  basename,
  cat,
  chgrp: chown,
  chmod,
  chown,
  cp,
  cut,
  date,
  dirname,
  du,
  echo,
  egrep,
  env,
  false: falsehood,
  fgrep,
  find,
  grep,
  groups,
  head,
  hostname,
  id,
  kill,
  ln,
  ls,
  md5sum,
  mkdir,
  mktemp,
  mv,
  nc,
  nohup,
  nproc,
  ping,
  printenv,
  printf,
  pwd,
  readlink,
  realpath,
  rm,
  rmdir,
  sed,
  seq,
  sha1sum,
  sha256sum,
  sha512sum,
  sleep,
  sort,
  stat,
  tail,
  tee,
  test,
  timeout,
  touch,
  tr,
  true: truth,
  uname,
  uniq,
  watch,
  wc,
  which,
  whoami,
  xargs,
  yes,
  ...linuxToolsEverywhere,
};

const bash: Program = (p) => runShell(p, 'bash');
const dash: Program = (p) => runShell(p, 'dash');
const ash: Program = (p) => runShell(p, 'ash');

/** Programs whose code is loaded apart; busybox becomes the one it is called as. */
const apart: readonly string[] = words(`
  arp awk bc cal cksum clear cmp comm dd df diff dmesg expand expr factor fallocate flock fold free gunzip gzip hexdump ifconfig install
  killall less link logger logname mkfifo mknod more netstat nice nl nslookup od paste pgrep pidof pkill ps pstree renice reset rev route
  setsid shuf split strings stty sync sysctl tac tar taskset top tree truncate tty unexpand unlink uptime vi wget who xxd zcat`);

/** All that images bring of those. */
export const programsApart: readonly string[] = [...apart, ...words(`
  b2sum base32 csplit curl findmnt fmt getent join last lsblk lscpu lsns numfmt passwd sha224sum sha384sum tput tsort users whereis`)];

/** The names under which the busybox program can be called. */
const busyboxApplets: readonly string[] = ['ash', 'sh', ...apart, ...Object.keys(everywhere)].sort();

/** One program for all names: which one it is, the first argument says. */
const busybox: Program = (p) => {
  const called = baseName(p.argv[0] ?? '').replace(/^-/, '');
  const argv = called === 'busybox' ? p.argv.slice(1) : p.argv;
  const name = baseName(argv[0] ?? '').replace(/^-/, '');
  if (argv.length === 0 || name === '--help') return say(1, `BusyBox v1.36.1 multi-call binary.\n\nCurrently defined functions:\n\t${busyboxApplets.join(', ')}\n`, 0);
  if (name === '--list') return say(1, `${busyboxApplets.join('\n')}\n`, 0);
  if (apart.includes(name)) return turnInto(name, argv);
  p.argv = argv;
  if (name === 'sh' || name === 'ash') return ash(p);
  const tool = Object.hasOwn(everywhere, name) ? everywhere[name] : undefined;
  return tool ? runTool(tool, p, 'busybox', argv) : say(2, `${name}: applet not found\n`, 127);
};

function* turnInto(program: string, argv: readonly string[]): ToolRun {
  yield become(program, argv);
  return 127;
}

export const shellPrograms: Readonly<Record<string, Program>> = {
  ash,
  bash,
  busybox,
  dash,
  sh: dash,
  ...Object.fromEntries(Object.entries(linuxTools).map(([name, tool]) => [name, programOf(tool)])),
  ...Object.fromEntries(Object.entries(everywhere).map(([name, tool]) => [name, programOf(tool)])),
};

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
