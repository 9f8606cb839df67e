import pika


def call(n):
    connection = pika.BlockingConnection(pika.ConnectionParameters(host='localhost'))
    channel = connection.channel()
    result = channel.queue_declare(queue='', exclusive=True)
    callback_queue = result.method.queue
    channel.basic_publish(exchange='', routing_key='rpc_queue',
                          properties=pika.BasicProperties(reply_to=callback_queue,), body=str(n))
    response = None

    def on_response(ch, method, props, body):
        nonlocal response
        response = body

    channel.basic_consume(queue=callback_queue, on_message_callback=on_response, auto_ack=True)
    while response is None:
        connection.process_data_events()
    return int(response)


print("[x] Requesting fib(30)")
response = call(30)
print("[.] Got %r " % (response,))
