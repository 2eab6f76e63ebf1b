/** The manual's pages of programs that show and administer a machine, and take a container apart; the notation is in ../page.ts. */
export const machinePages = `
mount (8) put a file system into the tree of files
= [-lhV] | -a [options] | [options] [--source] <source> | [options] <source> <directory> | <operation> <mountpoint> [<target>]
-t TYPE | tmpfs, proc, overlay, aufs …
-o OPTIONS | ro, lowerdir=A:B,upperdir=C,workdir=D for overlay, br=A=rw:B=ro for aufs
--bind, --rbind | a directory that is there already, in another place; what lay there is hidden until umount
--make-private, --make-shared, --make-slave, --make-rprivate | whether other namespaces see what is mounted below
@ umount(8), findmnt(8), mount_namespaces(7)

umount (8) take a file system out of the tree of files
= [-hV] | -a [options] | [options] <source> | <directory>
-l, --lazy | now, and for good when nobody uses it
-R, --recursive | with what is mounted below
@ mount(8)

findmnt (8) show what is mounted where
= [options] [<device> | <mountpoint>]
-l, -r | lists instead of a tree
-o COLUMNS | TARGET,SOURCE,FSTYPE,OPTIONS,PROPAGATION
-T PATH | what a path lies in
-t TYPE | only of this kind
@ mount(8)

unshare (1) run a program in namespaces of its own
= [options] [<program> [<argument>...]]
-m -u -i -n -p -U -C | mount, UTS, IPC, network, PID, user, cgroup namespace
-f, --fork | as a child: with -p that is the first process of the new namespace
-r, --map-root-user | root in the user namespace
--mount-proc | with a /proc of the new PID namespace
-R, --root DIR | with this directory as root
@ nsenter(1), namespaces(7)

nsenter (1) run a program in the namespaces of another process
= [options] [<program> [<argument>...]]
-t, --target PID | whose
-a, --all | all of them
-m -u -i -n -p -U -C | only these
This is what docker exec does.
@ unshare(1), namespaces(7)

chroot (8) run a command with another root directory
= [OPTION] NEWROOT [COMMAND [ARG]...]
--userspec=USER:GROUP | as whom
@ pivot_root(8)

pivot_root (8) change the root of a mount namespace
= [options] <new_root> <put_old>
new_root has to be a mount of its own. The root before is found at put_old, and can be unmounted there.
@ chroot(8), unshare(1)

lsns (8) list namespaces
= [options] [<namespace>]
-p PID | those of a process
-t TYPE | mnt, net, ipc, user, pid, uts, cgroup
-o COLUMNS | NS,TYPE,NPROCS,PID,USER,COMMAND
@ namespaces(7)

lsof (8) what processes have open
= [-anPtU] [-c c] [-i [i]] [-p s] [-u s] [+L [l]] [+D D] [names]
-p PID, -u USER, -c NAME | of which processes; -a when all that is asked has to hold
-i [46][protocol][@host][:ports] | connections, and who listens
+L1 | files that have been removed and are still open: their room is not free before
+D DIRECTORY | what lies below it
-t | only the numbers of the processes
@ ss(8), proc(5)

free (1) how much memory there is
= [options]
-h, -b, -k, -m, -g | in which unit
-s SECONDS, -c N | again and again
In a container it shows the machine's memory: the limit is in the cgroup.
@ cgroups(7), top(1)

uptime (1) since when, and how busy
= [options]

uname (1) which kernel this is
= [OPTION]...
-a, --all | everything
-r, --kernel-release | its release
-m, --machine | for which processors
Containers share the kernel of their host; so does this.

arch (1) for which processors the kernel is
= [OPTION]...

nproc (1) how many processors may be used
= [OPTION]...
--all | how many there are

lscpu (1) the processors
= [options]

lsblk (8) the disks
= [options] [<device> ...]

dmesg (1) what the kernel says
= [options]
-T | with times
-w | go on
What was killed for want of memory stands here.

sysctl (8) the kernel's settings
= [options] [variable[=value] ...]
-a | all
-w | set
-n | values only

hostnamectl (1) the machine and its name
= [OPTIONS...] COMMAND ...
@ hostname(1)

systemctl (1) services of this machine
= [OPTIONS...] COMMAND [UNIT...]
start, stop, restart, status, enable, disable, list-units | what to do
@ journalctl(1)

journalctl (1) what services have said
= [OPTIONS...]
-u UNIT | of this service
-f | go on
-n N | the last N lines
@ systemctl(1)

logger (1) say something to the journal
= [options] [<message>]

last (1) who has logged in, and when
= [options] [<username>...] [<tty>...]
-n N | the last N
-a | where from comes last
-F | whole times
-R | not where from
-w | whole names
@ who(1)

who (1) who is logged in
= [OPTION]... [ FILE | ARG1 ARG2 ]
-b | when the machine was started
@ w(1), users(1)

w (1) who is logged in, and what they do
= [options] [user]

users (1) names of those who are logged in
= [OPTION]... [FILE]

logname (1) the name of who has logged in here
= [OPTION]

whoami (1) the name of who runs this
= 

id (1) user and groups
= [OPTION]... [USER]...
-u -g -G | only the user, the group, all groups
-n | names, not numbers

groups (1) groups of a user
= [USERNAME]...

su (1) run a shell as another user
= [options] [-] [<user> [<argument>...]]
-, -l | as at a login
-c COMMAND | only this
@ sudo(8)

sudo (8) run a command as another user
= [-EHinS] [-u user] [VAR=value] [command [arg ...]]
-u USER | not root
-i | a shell, as at a login
-E | with this environment
@ su(1)

useradd (8) make a user
= [options] LOGIN
@ userdel(8), passwd(1)

adduser (8) make a user, or put one into a group
= [options] user [group]
@ useradd(8)

userdel (8) remove a user
= [options] LOGIN
-r | with his home
@ deluser(8), groupdel(8)

deluser (8) remove a user, or take one out of a group
= [options] user [group]
@ adduser(8), userdel(8)

usermod (8) change a user
= [options] LOGIN
-aG GROUPS | add him to these groups

groupadd (8) make a group
= [options] GROUP
@ groupdel(8), addgroup(8)

groupdel (8) remove a group
= [options] GROUP
@ groupadd(8)

addgroup (8) make a group
= [options] group
@ groupadd(8), delgroup(8)

delgroup (8) remove a group
= [options] group
@ addgroup(8)

passwd (1) change a password
= [options] [LOGIN]

nologin (8) the shell of accounts that nobody may log in to
= [options]
@ su(1)

getent (1) entries of the machine's lists
= [OPTION...] database [key ...]
passwd group hosts services | databases

apt, apt-get (8) packages of Debian and Ubuntu
= [options] command
update, install, remove, list, search | commands

apk (8) packages of Alpine
= [<OPTIONS>...] COMMAND [<ARGUMENTS>...]

openssl (1) keys and certificates
= COMMAND [OPTION]... [ARGUMENT]...
genrsa, rsa, req, x509, rand, dgst | make keys and requests, make and look at certificates, random bytes, sums
A user of a cluster is a certificate that its authority has signed: see kubectl certificate.

docker (1) images, containers, networks and volumes
= [OPTIONS] COMMAND
Every command tells its own options: docker COMMAND --help.
run, exec, ps, logs, stop, rm | containers
build, pull, push, images, rmi | images
network, volume, system, info | the rest
@ namespaces(7), cgroups(7)

man (1) pages of the manual
= [-k | -f] [SECTION] PAGE...
-f | one line: whatis
-k | search the lines: apropos
-P PROGRAM | show pages by this, not by less

whatis (1) one line on a page
= NAME...
@ man(1)

apropos (1) search the lines of all pages
= KEYWORD...
@ man(1)
`;
