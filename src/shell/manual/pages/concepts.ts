/** The manual's pages on what programs do not say: namespaces, control groups, signals, files of the system; the notation is in ../page.ts. */
export const conceptPages = `
namespaces (7) what a process sees of the machine
Each process is in one namespace of each kind; what is in another one it does not see. /proc/PID/ns has a link for each, and two processes share a namespace when the numbers are the same.
mnt | mounts
pid | process ids; the first process is 1 inside and has another id outside
net | devices, addresses, routes, ports
uts | the host's name
ipc | queues and shared memory
user | users and what they may do
cgroup | the root of control groups
Not parted are the kernel itself and its clock: date -s in a container sets the clock of all.
@ unshare(1), nsenter(1), lsns(8), cgroups(7)

mount_namespaces (7) which mounts a process sees
A new one begins with all mounts of the one before. What is mounted later in one is not seen in the other, unless the mount is shared: see --make-shared of mount.
@ mount(8), namespaces(7)

network_namespaces (7) which network a process sees
A new one has nothing but lo, which is down. A pair of veth devices connects it: one end in each.
@ ip(8), namespaces(7)

uts_namespaces (7) which host's name a process sees
@ hostname(1), namespaces(7)

cgroups (7) how much a group of processes may use
A directory below /sys/fs/cgroup is a group; making it makes its files, and writing to them sets limits. A process joins by its id written to tasks or cgroup.procs, and its children come with it.
cpu.cfs_quota_us, cpu.cfs_period_us | processor time in each period; cpu.max in version 2
cpu.shares | the share when all want more than there is; cpu.weight
cpuset.cpus | which processors
memory.limit_in_bytes | who needs more is killed; memory.max
blkio.throttle.read_bps_device, blkio.throttle.write_bps_device | "8:0 1048576": bytes a second of a disk; io.max
pids.max | how many processes
freezer.state | FROZEN stops them all: docker pause
@ namespaces(7), docker(1)

signal (7) signals and what they do
TERM (15) | end, please
KILL (9) | end; cannot be caught
INT (2) | Ctrl-C
HUP (1) | the terminal is gone, or: read your settings again
STOP (19), TSTP (20), CONT (18) | stop, Ctrl-Z, go on
CHLD (17) | a child has ended
PIPE (13) | nobody reads
USR1 (10), USR2 (12) | what the program makes of it
SEGV (11), ABRT (6) | the program has gone wrong
@ kill(1)

proc (5) files that tell of processes and the kernel
/proc/PID/status | name, state, ids, memory
/proc/PID/cmdline, environ, cwd, exe, fd | how it was started, what it has open
/proc/PID/ns | its namespaces
/proc/PID/cgroup | its control groups
/proc/PID/mounts, mountinfo | what it sees mounted
/proc/meminfo, loadavg, uptime, cpuinfo | the machine
@ ps(1), namespaces(7)

hosts (5) names of addresses, in /etc/hosts
ADDRESS NAME [NAME]... | a line for each
Docker and the kubelet write it when a container starts; it is in no image.
@ resolv.conf(5)

resolv.conf (5) whom to ask for names, in /etc/resolv.conf
nameserver ADDRESS | whom
search DOMAIN... | what to put behind names
options ndots:N | when a name has so many dots, it is tried as it is first
@ hosts(5), dig(1)

passwd (5) users of the machine, in /etc/passwd
NAME:x:UID:GID:COMMENT:HOME:SHELL | a line for each
@ useradd(8)

regex (7) patterns
. * ^ $ [ ] | any character, any number of times, beginning, end, one of these
+ ? | ( ) { } | once or more, perhaps, or, group, so often: with grep -E and [[ =~ ]]; with a backslash before them elsewhere
@ grep(1), sed(1)
`;
