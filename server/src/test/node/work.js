// A day's work for a Node.js client: confirms, get, consume with acknowledgement, a return, headers, an error.
const amqp = require('amqplib');

async function main(url) {
  const connection = await amqp.connect(url);
  const channel = await connection.createConfirmChannel();
  const { queue } = await channel.assertQueue('', { exclusive: true });
  for (const text of ['one', 'two', 'three']) {
    channel.sendToQueue(queue, Buffer.from(text), { persistent: true });
  }
  await channel.waitForConfirms();
  console.log('confirmed');

  const first = await channel.get(queue);
  channel.ack(first);
  console.log('got', first.content.toString());

  await channel.prefetch(2);
  let count = 0;
  let tag;
  await new Promise((done) => {
    channel.consume(queue, (message) => {
      count += 1;
      console.log('seen', message.content.toString(), message.fields.redelivered);
      if (count === 1) channel.nack(message, false, true); else channel.ack(message);
      if (count === 3) done();
    }).then((ok) => { tag = ok.consumerTag; });
  });
  await channel.cancel(tag);

  const returned = new Promise((done) => channel.once('return', done));
  channel.publish('amq.topic', 'nobody', Buffer.from('lost'), { mandatory: true });
  const { fields } = await returned;
  console.log('returned', fields.replyText, fields.routingKey);

  await channel.bindQueue(queue, 'amq.topic', `${queue}.#`);
  channel.publish('amq.topic', `${queue}.a`, Buffer.from('x'), { headers: { n: 1, s: 'x', t: { deep: true } } });
  await channel.waitForConfirms();
  const last = await channel.get(queue, { noAck: true });
  console.log('headers', JSON.stringify(last.properties.headers));

  const failing = await connection.createChannel();
  failing.on('error', () => {});
  try {
    await failing.checkQueue('no such queue');
  } catch (error) {
    console.log('refused', error.code, error.message.match(/"(.*)"/)[1]);
  }
  console.log('left', (await channel.checkQueue(queue)).messageCount);
  await connection.close();
}

main(process.argv[2]).catch((error) => { console.error(error); process.exit(1); });
