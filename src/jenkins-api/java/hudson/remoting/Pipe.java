package hudson.remoting;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;

public final class Pipe implements Serializable {
    private Pipe() {}
    public InputStream getIn() { throw new UnsupportedOperationException(); }
    public OutputStream getOut() { throw new UnsupportedOperationException(); }
    public static Pipe createRemoteToLocal() { throw new UnsupportedOperationException(); }
}
