package tw.nvr.capture.simulated;

/** How the packets of a picture reach the network. */
public enum Delivery {
    /** All at once, as cheap senders do. */
    BURST,
    /** Spread over the time until the next picture, as most cameras do. */
    PACED
}
