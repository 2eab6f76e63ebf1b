/**
 * Which everyday programs each family of images brings, by the names that the shell room runs them under. Written down here rather
 * than taken from there, because the digests of the layers depend on them; a test asks that room for every one.
 */

/** Names of the one executable of a busybox. */
export const busyboxNames = words(`
  [ arch ash awk base64 basename brctl cat chgrp chmod chown chroot clear cmp cp cut date df diff dirname du echo egrep env expr false fgrep find free
  grep groups gunzip gzip head hostname id ip kill killall less ln ls md5sum mkdir mktemp more mount mv nc netstat nl nohup nproc nsenter nslookup
  paste pgrep pidof ping pivot_root pkill printenv printf ps pwd readlink realpath reset rev rm rmdir sed seq sh sha1sum sha256sum sha512sum sleep
  sort stat tac tail tar tee test timeout top touch tr true tty umount uname uniq unshare uptime vi watch wc wget which whoami xargs yes zcat`);

/** In /bin of a Debian image: what is essential. */
export const debianBin = words(`
  cat chgrp chmod chown cp date df echo egrep false fgrep grep gunzip gzip hostname ln ls mkdir mktemp mv pwd readlink rm rmdir sed
  findmnt mount sleep su tar touch true umount uname zcat`);

/** In its /usr/bin. */
export const debianUsrBin = words(`
  [ arch base64 basename cut dirname du env find groups head id lsns md5sum nohup nproc nsenter printenv printf realpath seq sha1sum sha256sum
  sha512sum sort stat tail tee test timeout tr uniq unshare wc which whoami xargs yes`);

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
