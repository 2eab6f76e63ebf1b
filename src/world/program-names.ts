/**
 * The programs of a world by the asset that brings their code. The names are known ahead, so that a host can have them on its disk
 * before anybody has run one; a test asks the rooms for every one of them.
 */

export type ProgramAsset = 'programs-shell' | 'programs-awk' | 'programs-jq' | 'programs-more' | 'programs-darwin' | 'programs-ssh' | 'programs-system' | 'programs-text' | 'programs-manual' | 'programs-docker' | 'programs-cli' | 'programs-cli-old' | 'images' | 'addons' | 'desktop';

export const programNames: Readonly<Record<ProgramAsset, readonly string[]>> = {
  'programs-shell': words(`
    ash bash busybox dash sh curl [ arch base64 basename cat chgrp chmod chown cp cut date df dirname du echo egrep env false fgrep find grep groups
    gunzip gzip head hostname id kill ln ls md5sum mkdir mktemp mv nc nohup nproc ping printenv printf ps pwd readlink realpath rm rmdir sed seq sha1sum
    sha256sum sha512sum sleep sort stat tail tar tee test timeout touch tr true uname uniq watch wc wget which whoami xargs yes zcat
    brctl chroot findmnt ip lsns mount nsenter pivot_root ss su sudo umount unshare`),
  'programs-awk': ['awk', 'gawk', 'mawk'],
  'programs-jq': ['jq'],
  'programs-more': words(`
    clear cmp comm diff dig envsubst expr free killall less more nano netstat nl nslookup paste pgrep pidof
    pkill reset rev tac top tty uptime vi vim`),
  'programs-system': words(`
    addgroup adduser apk apt apt-get arp delgroup deluser dmesg file flock getent groupadd groupdel host hostnamectl ifconfig iptables last logger logname lsblk lscpu nice openssl
    passwd pstree renice route setsid stty sysctl telnet tput tree useradd userdel usermod users w whereis who`),
  'programs-text': words(`
    bc cal cksum column dd expand factor fallocate fold hexdump install join link mkfifo mknod od shuf split strings sync truncate unexpand
    unlink xxd`),
  'programs-manual': ['apropos', 'man', 'whatis'],
  'programs-darwin': words('darwin-arch darwin-df darwin-ifconfig darwin-mount darwin-open darwin-ping darwin-ps darwin-sysctl darwin-uname sw_vers'),
  'programs-ssh': ['rsync', 'ssh', 'ssh-copy-id', 'ssh-keygen', 'sshd'],
  'programs-docker': ['docker'],
  'programs-cli': ['kubectl', 'kubectl-1.20', 'kubectl-1.31', 'kubectl-1.32', 'kubectl-1.35', 'crictl', 'etcdctl', 'journalctl', 'kubeadm', 'systemctl'],
  'programs-cli-old': ['kubectl-1.11'],
  desktop: ['docker-desktop'],
  addons: ['coredns', 'metrics-server'],
  images: ['docker-entrypoint', 'hello-world', 'httpd', 'nginx'],
};

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
