import pika
import sys


def callback(ch, method, properties, body):
    print("[x] %r:%r" % (method.routing_key, body,))


connection = pika.BlockingConnection(pika.ConnectionParameters('localhost'))
channel = connection.channel()
channel.exchange_declare(exchange='logs_topic', exchange_type='topic')
result = channel.queue_declare(queue='', exclusive=True)
queue_name = result.method.queue

binding_keys = sys.argv[1:]
if not binding_keys:
    print("Error : input binding_keys", file=sys.stderr)
    sys.exit(1)

for binding_key in binding_keys:
    channel.queue_bind(exchange='logs_topic', queue=queue_name, routing_key=binding_key)
channel.basic_consume(queue=queue_name, on_message_callback=callback, auto_ack=True)

print("[*] Waiting for logs. To exit press CTRL+C")
channel.start_consuming()
