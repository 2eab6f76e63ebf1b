// The size of the window that a lens is drawn in, as the canvas measures it.
import { useCallback, useState } from 'react';

export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

export function useFrame(): [FrameSize, (width: number, height: number) => void] {
  const [frame, setFrame] = useState<FrameSize>(() => ({ width: innerWidth, height: innerHeight })); // until it is measured
  const onFrame = useCallback((width: number, height: number) => {
    if (width > 0 && height > 0) setFrame((old) => (old.width === width && old.height === height ? old : { width, height }));
  }, []);
  return [frame, onFrame];
}
