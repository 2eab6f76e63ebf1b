/**
 * The programs of a world by the asset that brings their code. The names are known ahead, so that a host can have them on its disk
 * before anybody has run one; a test asks the rooms for every one of them.
 */

export type ProgramAsset = 'programs-shell' | 'programs-awk' | 'programs-jq' | 'programs-more' | 'programs-darwin' | 'programs-ssh' | 'programs-system' | 'programs-text' | 'programs-manual' | 'programs-docker' | 'programs-cli' | 'programs-cli-old' | 'programs-node' | 'images' | 'addons' | 'ingress' | 'desktop';

export const programNames: Readonly<Record<ProgramAsset, readonly string[]>> = {
  'programs-shell': words(`
    ash bash busybox dash sh [ arch base64 basename cat chgrp chmod chown cp cut date dirname du echo egrep env false fgrep find grep groups
    head hostname id kill ln ls md5sum mkdir mktemp mv nc nohup nproc ping printenv printf pwd readlink realpath rm rmdir sed seq sha1sum
    sha256sum sha512sum sleep sort stat tail tee test timeout touch tr true uname uniq watch wc which whoami xargs yes
    brctl chroot ip mount nsenter pivot_root su sudo umount unshare`),
  'programs-awk': ['awk', 'gawk', 'mawk'],
  'programs-jq': ['jq'],
  'programs-more': words(`
    clear cmp comm curl diff dig envsubst expr free killall less more nano netstat nl nslookup paste pgrep pidof
    pkill reset rev tac top tty uptime vi vim wget`),
  'programs-system': words(`
    addgroup adduser apk apt apt-get arp delgroup deluser df dmesg file findmnt flock getent groupadd groupdel host hostnamectl ifconfig iptables iptables-save last logger logname lsblk lscpu lsns lsof nice nologin openssl
    passwd ps pstree renice route setsid ss stty sysctl taskset telnet tput tree useradd userdel usermod users w whereis who`),
  'programs-text': words(`
    b2sum base32 bc cal cksum column csplit dd expand factor fallocate fmt fold gunzip gzip hexdump install join link mkfifo mknod numfmt od sha224sum sha384sum shuf
    split strings sync tar truncate tsort unexpand unlink xxd zcat`),
  'programs-manual': ['apropos', 'man', 'whatis'],
  'programs-darwin': words('darwin-arch darwin-df darwin-ifconfig darwin-mount darwin-open darwin-ping darwin-ps darwin-sysctl darwin-uname sw_vers'),
  'programs-ssh': ['rsync', 'ssh', 'ssh-copy-id', 'ssh-keygen', 'sshd'],
  'programs-docker': ['docker', 'dockerd', 'dockerd-17.09', 'dockerd-26'],
  'programs-cli': ['kubectl', 'kubectl-1.20', 'kubectl-1.31', 'kubectl-1.32', 'kubectl-1.35'],
  'programs-node': ['crictl', 'etcdctl', 'etcdutl', 'journalctl', 'kubeadm', 'systemctl'],
  'programs-cli-old': ['kubectl-1.11'],
  desktop: ['docker-desktop'],
  addons: ['coredns', 'metrics-server'],
  ingress: ['nginx-ingress-controller'],
  images: ['docker-entrypoint', 'hello-world', 'httpd', 'nginx'],
};

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
