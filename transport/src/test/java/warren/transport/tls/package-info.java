/** Tests of certificates and keys, which are made for each run. */
package warren.transport.tls;
