/**
 * Which everyday programs each family of images brings, by the names that the shell room runs them under. Written down here rather
 * than taken from there, because the digests of the layers depend on them; a test asks that room for every one.
 */

/** Names of the one executable of a busybox. */
export const busyboxNames = words(`
  [ arch arp ash awk base64 basename bc brctl cal cat chgrp chmod chown chroot cksum clear cmp comm cp cut date dd df diff dirname dmesg du echo egrep
  env expand expr factor fallocate false fgrep find flock fold free grep groups gunzip gzip head hexdump hostname id ifconfig install ip kill killall
  less link ln logger logname ls md5sum mkdir mkfifo mknod mktemp more mount mv nc netstat nice nl nohup nproc nsenter nslookup od paste pgrep pidof
  ping pivot_root pkill printenv printf ps pstree pwd readlink realpath renice reset rev rm rmdir route sed seq setsid sh sha1sum sha256sum sha512sum
  shuf sleep sort split stat strings stty sync sysctl tac tail tar taskset tee test timeout top touch tr tree true truncate tty umount uname unexpand
  uniq unlink unshare uptime vi watch wc wget which who whoami xargs xxd yes zcat`);

/** In /bin of a Debian image: what is essential. */
export const debianBin = words(`
  cat chgrp chmod chown cp date dd df dmesg echo egrep false fgrep grep gunzip gzip hostname ln ls lsblk mkdir mknod mktemp mv pwd readlink rm rmdir sed
  findmnt mount sleep stty su sync tar touch true umount uname zcat`);

/** In its /usr/bin. */
export const debianUsrBin = words(`
  [ arch b2sum base32 base64 basename cksum clear cmp comm csplit cut diff dirname du env expand expr factor fallocate find flock fmt fold getent groups
  head id install join last link logger logname lscpu lsns md5sum mkfifo nice nl nohup nproc nsenter numfmt od passwd paste printenv printf realpath
  renice reset seq setsid sha1sum sha224sum sha256sum sha384sum sha512sum shuf sort split stat tac tail taskset tee test timeout tput tr truncate tsort
  tty unexpand uniq unlink unshare users wc whereis which who whoami xargs yes`);

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
