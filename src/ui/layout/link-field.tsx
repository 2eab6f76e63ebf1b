// A link that the browser did not let the page copy, marked so that a hand can. Comes on demand.
import { useEffect, useRef } from 'react';
import { useWords } from '../page-context.ts';

export function LinkField({ link }: { readonly link: string }) {
  const w = useWords();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), [link]);
  return (
    <label>
      {w.header.copyFailed} <input ref={field} className="mono" size={12} readOnly value={link} />
    </label>
  );
}
