// The window onto the diagram: the canvas in use gives its hands here, so that tools and keys outside of it can move it.

export interface ViewportHands {
  /** Shows all of it, and goes on doing so until the visitor moves it. */
  fit(): void;
  zoom(factor: number): void;
}

const NO_HANDS: ViewportHands = { fit() {}, zoom() {} };

class Viewport implements ViewportHands {
  private hands: ViewportHands = NO_HANDS;

  take(hands: ViewportHands): () => void {
    this.hands = hands;
    return () => {
      if (this.hands === hands) this.hands = NO_HANDS;
    };
  }

  fit(): void {
    this.hands.fit();
  }

  zoom(factor: number): void {
    this.hands.zoom(factor);
  }
}

export const viewport = new Viewport();
