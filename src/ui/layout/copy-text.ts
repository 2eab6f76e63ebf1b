// Puts a text that is still to come onto the clipboard.

/** The writing begins at once, while the click is heard: later WebKit does not let a page copy any more. False where it may not. */
export async function copyText(text: Promise<string>): Promise<boolean> {
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': text.then((written) => new Blob([written], { type: 'text/plain' })) })]);
    return true;
  } catch {
    return false;
  }
}
